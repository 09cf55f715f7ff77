//! What people say for what the names of AWS's actions begin with.

/// One thing to do: the words for it, and how the names of actions say it.
pub(super) struct Verb {
    /// Its name in [`super::intents`].
    pub(super) class: &'static str,
    /// Words for it, in their plain form.
    pub(super) said: &'static str,
    /// Words of names, and how surely each means this, of 100.
    pub(super) names: &'static [(&'static str, u16)],
}

const fn verb(class: &'static str, said: &'static str, names: &'static [(&'static str, u16)]) -> Verb {
    Verb { class, said, names }
}

pub(super) const VERBS: &[Verb] = &[
    verb(
        "READ",
        "read get fetch retrieve view look see show download describe check inspect load examine display open \
         pull obtain access print tail watch monitor audit find know review lookup",
        &[
            ("get", 100),
            ("describe", 95),
            ("read", 90),
            ("list", 70),
            ("head", 55),
            ("lookup", 60),
            ("batch", 40),
            ("view", 80),
        ],
    ),
    verb(
        "LIST",
        "list enumerate browse show see find count view discover",
        &[("list", 100), ("describe", 95), ("get", 55), ("search", 45), ("lookup", 45)],
    ),
    verb(
        "CREATE",
        "create make add build provision setup allocate register launch open order request generate issue \
         define deploy install start new reserve set",
        &[
            ("create", 100),
            ("put", 60),
            ("add", 60),
            ("run", 45),
            ("allocate", 60),
            ("register", 60),
            ("request", 50),
            ("start", 40),
        ],
    ),
    verb(
        "WRITE",
        "write put save store upload insert set push ingest add load record append import populate",
        &[
            ("put", 100),
            ("write", 95),
            ("update", 70),
            ("batch", 40),
            ("upload", 70),
            ("set", 70),
            ("create", 60),
            ("import", 60),
            ("send", 45),
        ],
    ),
    verb(
        "UPDATE",
        "update change modify edit alter configure adjust rename resize patch replace set tune extend \
         increase decrease reconfigure reset switch upgrade rewrite",
        &[
            ("update", 100),
            ("modify", 98),
            ("change", 90),
            ("put", 85),
            ("set", 85),
            ("edit", 80),
            ("reset", 60),
            ("configure", 60),
        ],
    ),
    verb(
        "DELETE",
        "delete remove destroy drop erase clear purge clean tear empty discard wipe decommission unregister \
         deregister release",
        &[
            ("delete", 100),
            ("remove", 85),
            ("terminate", 70),
            ("deregister", 75),
            ("purge", 60),
            ("release", 60),
            ("detach", 45),
            ("deactivate", 40),
            ("disassociate", 45),
        ],
    ),
    verb(
        "START",
        "start run begin launch trigger execute kick boot resume submit schedule initiate fire play train",
        &[
            ("start", 100),
            ("run", 90),
            ("execute", 80),
            ("invoke", 60),
            ("submit", 75),
            ("create", 60),
            ("resume", 60),
            ("initiate", 60),
        ],
    ),
    verb(
        "STOP",
        "stop halt cancel abort kill end shut shutdown pause terminate suspend interrupt",
        &[("stop", 100), ("cancel", 85), ("terminate", 85), ("abort", 80), ("pause", 70), ("suspend", 70)],
    ),
    verb("REBOOT", "reboot restart bounce", &[("reboot", 100), ("restart", 95), ("start", 40), ("stop", 40)]),
    verb(
        "SEND",
        "send publish post enqueue emit produce push deliver put notify forward write submit",
        &[("send", 100), ("publish", 95), ("put", 80), ("post", 70), ("submit", 40)],
    ),
    verb(
        "CONSUME",
        "consume receive poll process dequeue subscribe listen read pop ingest",
        &[("receive", 100), ("get", 80), ("subscribe", 70), ("poll", 80), ("describe", 40)],
    ),
    verb(
        "INVOKE",
        "invoke call execute run trigger ask prompt use query",
        &[("invoke", 100), ("execute", 75), ("call", 80), ("run", 60)],
    ),
    verb(
        "ATTACH",
        "attach add associate bind assign connect link join mount put register give set apply map hook wire",
        &[("attach", 100), ("associate", 92), ("add", 85), ("put", 70), ("register", 65), ("assign", 75)],
    ),
    verb(
        "DETACH",
        "detach remove disassociate unlink unbind unmount leave deregister unassign",
        &[
            ("detach", 100),
            ("disassociate", 92),
            ("remove", 88),
            ("deregister", 70),
            ("delete", 60),
            ("unassign", 75),
        ],
    ),
    verb("TAG", "tag label", &[("tag", 100), ("tagging", 90), ("add", 40), ("put", 30), ("create", 40)]),
    verb(
        "UNTAG",
        "untag unlabel",
        &[("untag", 100), ("delete", 50), ("remove", 50), ("tag", 60), ("tagging", 60)],
    ),
    verb(
        "ENABLE",
        "enable activate turn switch allow protect unblock unlock",
        &[
            ("enable", 100),
            ("activate", 80),
            ("put", 65),
            ("update", 65),
            ("create", 50),
            ("modify", 50),
            ("start", 40),
        ],
    ),
    verb(
        "DISABLE",
        "disable deactivate block unprotect mute",
        &[("disable", 100), ("deactivate", 85), ("update", 55), ("delete", 45), ("put", 50)],
    ),
    verb(
        "SEARCH",
        "search query find lookup filter scan select analyze",
        &[
            ("search", 100),
            ("query", 95),
            ("select", 60),
            ("scan", 80),
            ("filter", 80),
            ("lookup", 80),
            ("start", 40),
            ("get", 50),
            ("list", 45),
        ],
    ),
    verb(
        "RESTORE",
        "restore recover undelete rollback",
        &[("restore", 100), ("recover", 80), ("rollback", 80), ("start", 50), ("cancel", 40)],
    ),
    verb(
        "COPY",
        "copy duplicate clone replicate transfer move",
        &[("copy", 100), ("clone", 80), ("replicate", 80), ("put", 40), ("get", 40)],
    ),
    verb(
        "GRANT",
        "grant share authorize permit give",
        &[
            ("grant", 100),
            ("authorize", 95),
            ("share", 85),
            ("add", 60),
            ("put", 50),
            ("modify", 45),
            ("associate", 45),
        ],
    ),
    verb(
        "REVOKE",
        "revoke unshare forbid deny",
        &[("revoke", 100), ("remove", 70), ("retire", 50), ("delete", 50), ("disassociate", 50)],
    ),
    verb(
        "SCALE",
        "scale grow shrink size resize",
        &[("scale", 100), ("set", 80), ("update", 80), ("modify", 80), ("capacity", 60)],
    ),
    verb(
        "VALIDATE",
        "validate verify check test simulate confirm",
        &[("validate", 100), ("verify", 95), ("test", 90), ("check", 90), ("simulate", 80), ("confirm", 80)],
    ),
    verb(
        "SIGN",
        "sign login authenticate",
        &[("sign", 100), ("login", 90), ("authenticate", 90), ("token", 50)],
    ),
    verb(
        "DEPLOY",
        "deploy release ship roll publish",
        &[
            ("deploy", 100),
            ("deployment", 90),
            ("create", 70),
            ("update", 65),
            ("release", 60),
            ("publish", 60),
        ],
    ),
    verb(
        "APPROVE",
        "approve accept reject decline",
        &[("approve", 90), ("accept", 90), ("reject", 60), ("approval", 70)],
    ),
    verb(
        "EXPORT",
        "export dump extract unload",
        &[("export", 100), ("get", 50), ("download", 50), ("start", 40)],
    ),
    verb("UPLOAD", "upload", &[("upload", 100)]),
    verb("DOWNLOAD", "download", &[("download", 100)]),
    verb("ENCRYPT", "encrypt", &[("encrypt", 100)]),
    verb("DECRYPT", "decrypt", &[("decrypt", 100)]),
    verb("PULL", "pull", &[("pull", 100)]),
    verb("PUSH", "push", &[("push", 100)]),
    verb("ROTATE", "rotate roll", &[("rotate", 100), ("rotation", 80)]),
    verb(
        "MANAGE",
        "manage administer maintain control handle",
        &[
            ("create", 85),
            ("update", 90),
            ("delete", 80),
            ("describe", 80),
            ("get", 75),
            ("put", 85),
            ("list", 70),
            ("modify", 85),
        ],
    ),
    verb("REBUILD", "retry redo", &[("retry", 100)]),
    verb(
        "DETECT",
        "detect recognize identify classify moderate",
        &[("detect", 100), ("recognize", 90), ("classify", 80)],
    ),
];
