//! Answers joined to one.

use policy::Answer;

/// Yes if one is; otherwise unknown if one is.
pub(super) fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut result = Answer::No;
    for answer in answers {
        match answer {
            Answer::Yes => return Answer::Yes,
            Answer::Unknown => result = Answer::Unknown,
            Answer::No => {}
        }
    }
    result
}

/// Yes if all are; otherwise no if one is.
pub(super) fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut result = Answer::Yes;
    for answer in answers {
        match answer {
            Answer::No => return Answer::No,
            Answer::Unknown => result = Answer::Unknown,
            Answer::Yes => {}
        }
    }
    result
}

pub(super) fn yes_if(condition: bool) -> Answer {
    if condition { Answer::Yes } else { Answer::No }
}
