//! The command: one line for each principal and tool.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use catalog::Catalog;
use clap::Args;
use draft::{Draft, Generalise, Options};
use policy::tree::{PolicyKind, lower};
use policy::write::{Style, write};
use policy::{Document, Format};
use trail::{Principal, Usage, analyze};

use super::deciding::{Calls, Judge, Replayed, calls};
use super::peers::{self, Peer};
use super::universe::Universe;
use crate::logs::logs;

/// Compare the drafts of real logs with what other tools write from the same logs
///
/// For each principal that used enough actions, of our drafts (as they are, and shortened) and of those of others: the length of the
/// policies, how much of its use they allow, and how many pairs of an action and a resource they grant in all.
#[derive(Args)]
pub(crate) struct Drafts {
    dir: PathBuf,

    /// A virtual environment of Python, outside of the project, for the tools of `xtask/peers`; they are installed there if they are not yet
    #[arg(long, value_name = "VENV")]
    peers: Option<PathBuf>,

    /// Principals that used fewer actions are left out
    #[arg(long, value_name = "N", default_value_t = 20)]
    least: usize,

    /// As of `leastwise generate`
    #[arg(long, value_name = "N")]
    generalise: Option<usize>,

    /// Show up to N uses that a policy does not allow
    #[arg(long, value_name = "N", default_value_t = 0)]
    missing: usize,

    /// Write the policies of each tool there
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const HEAD: &str = "\
chars    minified, all policies of the principal together
replay   calls that were authorized, decided by eval: allowed with all the actions and resources they are known to stand for
pairs    of all (action, resource) that can be asked for, those that eval does not refuse: actions are those used and all others of the
         same services; resources, of each type an action takes, all that any log of the account names and one that none names

principal                                     by                   chars policies   replay %    pairs   of";

impl Drafts {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let catalog = Catalog::embedded();
        let mut files = Vec::new();
        logs(&self.dir, &mut files)?;
        let usage = read(&files, catalog)?;
        let mut options = Options::default();
        if let Some(limit) = self.generalise {
            options.generalise = match limit {
                0 => Generalise::NONE,
                limit => Generalise { limit, ids: limit.min(options.generalise.ids), ..options.generalise },
            };
        }
        let drafts: Vec<Draft> = usage
            .principals()
            .map(|(principal, _)| draft::draft(&usage, principal, &options, catalog))
            .filter(|draft| used_actions(draft) >= self.least && !draft.policies.is_empty())
            .collect();
        let asked: Vec<_> = drafts.iter().map(|draft| (draft, calls(&usage, draft, catalog))).collect();
        let written = match &self.peers {
            Some(venv) => match peers::run(venv, &files, &asked)? {
                Some(written) => written,
                None => return Ok(ExitCode::from(peers::NOT_INSTALLED)),
            },
            None => Vec::new(),
        };
        println!("{HEAD}");
        let mut is_well = true;
        for (draft, calls) in &asked {
            let universe = Universe::of(&usage, draft, catalog);
            is_well &= self.own("leastwise", draft, calls, &universe, catalog)?;
            let short = Options { shorten: true, ..options.clone() };
            let short = draft::draft(&usage, &draft.principal, &short, catalog);
            is_well &= self.own("leastwise --shorten", &short, calls, &universe, catalog)?;
            for Peer { name, policy, .. } in
                written.iter().filter(|peer| peer.principal == draft.principal.name())
            {
                match policy {
                    Ok(text) => {
                        let texts = [text.clone()];
                        let judge = Judge::new(&draft.principal, &texts)?;
                        let replayed = judge.replay(calls, catalog);
                        self.keep(&draft.principal, name, &texts)?;
                        line(&draft.principal, name, &texts, &replayed, &universe, &judge);
                        self.show(&replayed);
                    }
                    Err(why) => println!("{:<45} {name:<19} no policy: {why}", ""),
                }
            }
        }
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The lines of a draft of ours, and whether it is as drafts should be.
    fn own(
        &self,
        by: &str,
        draft: &Draft,
        calls: &[Calls],
        universe: &Universe,
        catalog: &Catalog,
    ) -> Result<bool> {
        let policies = draft.policies.iter();
        let texts: Vec<String> =
            policies.map(|drafted| write(&drafted.policy.to_node(), Style::Minified)).collect();
        let judge = Judge::new(&draft.principal, &texts)?;
        let replayed = judge.replay(calls, catalog);
        let errors = texts.iter().map(|text| lint_errors(text, catalog)).sum::<usize>();
        self.keep(&draft.principal, by, &texts)?;
        line(&draft.principal, by, &texts, &replayed, universe, &judge);
        println!(
            "{:<45} {} actions, {} calls, {errors} lint errors, {}",
            "",
            used_actions(draft),
            replayed.calls,
            if draft.overflow.is_some() { "over its quota" } else { "within its quotas" }
        );
        self.show(&replayed);
        Ok(errors == 0 && draft.overflow.is_none() && replayed.allowed == replayed.calls)
    }

    fn keep(&self, who: &Principal, by: &str, texts: &[String]) -> Result<()> {
        let Some(out) = &self.out else { return Ok(()) };
        fs::create_dir_all(out)?;
        let (name, by) = (who.name().replace([':', '/'], "_"), by.replace(" --", "-"));
        for (number, text) in texts.iter().enumerate() {
            fs::write(out.join(format!("{name}-{by}-{number}.json")), text)?;
        }
        Ok(())
    }

    fn show(&self, replayed: &Replayed) {
        for missing in replayed.missing.iter().take(self.missing) {
            println!("{:<45} not allowed: {missing}", "");
        }
    }
}

fn line(
    who: &Principal,
    by: &str,
    texts: &[String],
    replayed: &Replayed,
    universe: &Universe,
    judge: &Judge,
) {
    let share = |part: u64, whole: u64| {
        // Cut off rather than rounded up.
        let share = (part * 10_000).checked_div(whole).unwrap_or_default();
        format!("{}.{:02}", share / 100, share % 100)
    };
    println!(
        "{:<45} {by:<19} {:>6} {:>8} {:>10} {:>8} {:>4}",
        who.name(),
        texts.iter().map(|text| text.chars().count()).sum::<usize>(),
        texts.len(),
        share(replayed.allowed, replayed.calls),
        universe.granted(judge),
        universe.len(),
    );
}

fn used_actions(draft: &Draft) -> usize {
    let used = draft.grants.iter().filter(|grant| grant.basis == draft::Basis::Used);
    used.map(|grant| grant.action.as_str()).collect::<BTreeSet<_>>().len()
}

fn lint_errors(text: &str, catalog: &Catalog) -> usize {
    let document = Document::read("policy", text.as_bytes(), Some(Format::Json), &policy::Limits::default());
    debug_assert!(!lower(&document.root).statements.is_empty(), "drafts have statements");
    let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
    let found = lint::lint(&document, catalog, &options).diagnostics;
    found.iter().filter(|found| found.severity == policy::Severity::Error).count()
}

fn read(files: &[PathBuf], catalog: &Catalog) -> Result<Usage> {
    let objects = files
        .iter()
        .map(|file| {
            let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
            Ok((file.to_string_lossy().into_owned(), bytes))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(analyze(objects, &trail::Options::default(), catalog, &|_| ControlFlow::Continue(()))
        .usage
        .with_paths())
}
