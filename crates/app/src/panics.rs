//! A panic of one operation is an answer like any other: `Internal`, in one line.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ops::OpError;

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a panic says for [`caught`] instead of printing it.
pub(crate) fn keep_messages() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or("no message").lines().next().unwrap_or_default();
        let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        LAST.with(|last| *last.borrow_mut() = Some(format!("{message}{place}")));
    }));
}

/// Runs `run`; a panic becomes an error of ours.
pub(crate) fn caught<T>(run: impl FnOnce() -> Result<T, OpError>) -> Result<T, OpError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let message = LAST.with(|last| last.borrow_mut().take()).unwrap_or_else(|| "no message".to_owned());
        Err(OpError::internal(format!("a fault of leastwise: {message}")))
    })
}

#[cfg(test)]
mod tests {
    use ops::ErrorKind;

    use super::*;

    #[test]
    fn a_panic_is_an_internal_error_of_one_line() {
        keep_messages();
        let error = caught::<()>(|| panic!("first\nsecond")).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Internal);
        assert!(error.message.starts_with("a fault of leastwise: first at "), "{}", error.message);
        assert_eq!(error.message.lines().count(), 1);
    }
}
