//! What people say for the things that the names of AWS's actions speak of.

/// Words of one meaning, and the words that names use for it with how surely, of 100.
pub(super) const THINGS: &[(&str, &[(&str, u16)])] = &[
    ("file document picture photo asset", &[("object", 85), ("file", 100)]),
    ("folder directory", &[("folder", 100), ("directory", 90), ("object", 40)]),
    ("row entry", &[("item", 85), ("record", 60), ("row", 100)]),
    ("record", &[("item", 50), ("record", 100)]),
    ("vm machine server", &[("instance", 90), ("machine", 80), ("server", 90)]),
    ("disk drive", &[("volume", 90)]),
    ("ami", &[("image", 100)]),
    ("permission access right", &[("policy", 60), ("permission", 100), ("access", 100), ("grant", 50)]),
    ("firewall", &[("security", 50), ("firewall", 100), ("acl", 40)]),
    ("credential", &[("credential", 100), ("access", 40), ("key", 40), ("secret", 40)]),
    ("password", &[("password", 100), ("login", 50), ("secret", 40)]),
    ("alert", &[("alarm", 90), ("alert", 100)]),
    ("schedule cron", &[("schedule", 100), ("rule", 50), ("scheduled", 70)]),
    ("expiration expiry ttl", &[("lifecycle", 60), ("live", 60), ("expiration", 100)]),
    ("cache", &[("cache", 100), ("invalidation", 60)]),
    ("container", &[("container", 100), ("task", 50)]),
    ("pod node worker", &[("node", 90), ("nodegroup", 70), ("worker", 80)]),
    ("workflow", &[("workflow", 100), ("state", 50), ("machine", 50), ("execution", 60)]),
    ("email mail", &[("email", 100)]),
    ("sms text", &[("sms", 100), ("text", 100)]),
    ("size capacity", &[("capacity", 90), ("size", 100)]),
    (
        "config configuration setting",
        &[("configuration", 95), ("config", 95), ("setting", 90), ("attribute", 50), ("parameter", 40)],
    ),
    ("cost bill spending usage", &[("cost", 95), ("usage", 95), ("bill", 90), ("billing", 90)]),
    ("statistic stat graph", &[("statistic", 100), ("data", 50), ("metric", 60)]),
    (
        "metadata detail info information property",
        &[("attribute", 80), ("metadata", 100), ("describe", 50), ("head", 40), ("info", 90), ("detail", 90)],
    ),
    ("cert certificate tls ssl", &[("certificate", 100)]),
    ("domain", &[("domain", 100)]),
    ("dns", &[("resource", 40), ("record", 60), ("hosted", 50), ("dns", 100)]),
    ("lb balancer", &[("balancer", 100)]),
    ("db database", &[("database", 100), ("db", 95)]),
    ("snapshot", &[("snapshot", 100), ("backup", 40)]),
    ("backup", &[("backup", 100), ("snapshot", 50)]),
    ("group", &[("group", 100)]),
    ("member", &[("member", 100), ("user", 50), ("account", 40)]),
    ("model", &[("model", 100)]),
    ("crypto encryption", &[("encryption", 100), ("kms", 40), ("key", 40)]),
    ("versioning version", &[("version", 100), ("versioning", 100)]),
    ("log", &[("log", 100), ("logging", 80)]),
    ("logging", &[("logging", 100), ("log", 60)]),
    ("website site", &[("website", 100)]),
    ("acl", &[("acl", 100)]),
    ("inline", &[("inline", 100)]),
    ("ip address", &[("address", 100), ("ip", 95)]),
    ("route", &[("route", 100)]),
    ("sg", &[("security", 100), ("group", 60)]),
    ("repo repository", &[("repository", 100), ("repo", 80)]),
    ("quota limit", &[("quota", 100), ("limit", 80)]),
    ("replica", &[("replica", 100), ("replication", 60)]),
    ("trail", &[("trail", 100)]),
    ("mfa", &[("mfa", 100)]),
    ("ssh", &[("ssh", 100), ("key", 40), ("session", 40)]),
    ("crawler", &[("crawler", 100)]),
    ("job", &[("job", 100)]),
    ("face label text object", &[("face", 30), ("label", 30)]),
    ("workgroup", &[("work", 90), ("group", 60)]),
    ("dataset", &[("data", 80), ("set", 80)]),
    ("nodegroup", &[("node", 90), ("group", 60)]),
    ("filesystem", &[("file", 90), ("system", 90)]),
    ("tag", &[("tag", 100), ("tagging", 90)]),
];

/// Words that tell nothing about an action.
pub(super) const FILLERS: &str = "a an the of to in on from into onto at by for with via using my our your their his her me i we \
    you it its this that these those over through be is are was can could should would want need allow let able aws amazon some any \
    all every each please how do does which what when where as between across within inside only then so if has have had \
    having there out up down off please new existing own other another one two both same just also them they not no \
    application app program script code user's whole entire given specific certain own current role's lets allows \
    need needs";

/// Words that part one task from the next.
pub(super) const PARTINGS: &str = "and or then plus also but afterwards";
