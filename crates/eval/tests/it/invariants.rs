//! What holds for every decision, made of any bytes: used by the tests here and by the fuzz target.

use eval::{Caller, Context, Level, Outcome, Policies, Prepared, Request, Survey, Switch, Switches, Values};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, Limits};

/// Takes the bytes for choices among words that meet often, or for words of their own.
struct Bytes<'a> {
    bytes: &'a [u8],
}

/// Statements of each layer, as JSON.
type Layers = [Vec<String>; 8];

const KINDS: [PolicyKind; 8] = [
    PolicyKind::Identity,
    PolicyKind::Resource,
    PolicyKind::Trust,
    PolicyKind::Scp,
    PolicyKind::Rcp,
    PolicyKind::Boundary,
    PolicyKind::Session,
    PolicyKind::Endpoint,
];

const CALLERS: [&str; 12] = [
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::222222222222:user/p/Bob",
    "arn:aws:iam::111111111111:role/p/App",
    "arn:aws:sts::111111111111:assumed-role/App/s",
    "arn:aws:sts::222222222222:assumed-role/App/s",
    "arn:aws:sts::111111111111:federated-user/Ann",
    "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    "111111111111",
    "cloudtrail.amazonaws.com",
    "accounts.google.com",
    "anonymous",
    "*",
];
const NAMED: [&str; 9] = [
    "*",
    "111111111111",
    "arn:aws:iam::222222222222:root",
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::111111111111:role/p/App",
    "arn:aws:sts::111111111111:assumed-role/App/s",
    "arn:aws:sts::111111111111:federated-user/Ann",
    "arn:aws:iam::222222222222:user/p/Bob",
    "cloudtrail.amazonaws.com",
];
const ACTIONS: [&str; 8] = [
    "s3:GetObject",
    "s3:PutObject",
    "S3:listallmybuckets",
    "sqs:SendMessage",
    "kms:Decrypt",
    "sts:AssumeRole",
    "sts:GetCallerIdentity",
    "x:y",
];
const ACTION_PATTERNS: [&str; 9] =
    ["*", "s3:*", "s3:?etObject", "S3:*object", "kms:*", "sts:*", "s?s:*", "s3:", "s3:GetObject"];
const RESOURCES: [&str; 9] = [
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/Ann/x",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*",
    "arn:aws:sqs:us-east-1:111111111111:q",
    "arn:aws:sqs:*:111111111111:?",
    "arn:aws:kms:us-east-1:111111111111:key/1",
    "arn:aws:iam::111111111111:role/p/App",
    "*",
];
const RESOURCE_PATTERNS: [&str; 10] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::?/k",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::${x:key, 'b'}/${*}*",
    "arn:aws:*:*:*:*",
    "arn:aws:sqs:*:111111111111:q",
    "arn:aws:s3*",
    "arn:${aws:username}:s3:::b",
    "${",
];
const SETS: [&str; 4] = ["", "", "ForAllValues:", "ForAnyValue:"];
const KEYS: [&str; 8] = [
    "aws:username",
    "AWS:UserName",
    "aws:PrincipalTag/team",
    "x:key",
    "aws:SourceIp",
    "aws:CurrentTime",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
];
const VALUES: [&str; 22] = [
    "Ann",
    "A*",
    "?nn",
    "",
    "5",
    "-0.50",
    "1e3",
    "99999999999999999999999999999999",
    "true",
    "False",
    "10.0.0.0/8",
    "10.1.2.3",
    "::ffff:10.1.2.3",
    "2001:db8::/129",
    "2026-01-31T08:00:00Z",
    "-99999999999999",
    "2026-13-45T99:99:99+99:99",
    "QQ==",
    "${aws:username}",
    "${x:key, 'Ann'}",
    "${aws:}${$}${",
    "arn:aws:iam::111111111111:role/p/*",
];

/// Makes a request and policies of the bytes, and decides in every way there is.
pub(crate) fn deciding_keeps_its_promises(bytes: &[u8]) {
    let mut bytes = Bytes { bytes };
    let switches = bytes.switches();
    let Some(request) = bytes.request() else { return };
    let flags = bytes.next();
    let layers = bytes.layers();
    let world = World::new(&layers, flags);
    let decision = world.with(|policies| eval::decide(&request, policies, switches));
    let explanation = world.with(|policies| eval::explain(&request, policies, switches));
    assert_eq!(explanation.decision, decision, "explained otherwise than decided");
    let is_denied = matches!(decision.outcome, Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied);
    assert_eq!(is_denied, decision.blocked_by.iter().count() > 0, "{decision:?}");

    let mut turned = layers.clone();
    for statements in &mut turned {
        statements.reverse();
    }
    let again = World::new(&turned, flags).with(|policies| eval::decide(&request, policies, switches));
    assert_eq!(again, decision, "decided otherwise in another order");

    let is_free = decision.outcome == Outcome::Allowed
        && ["sts:GetCallerIdentity", "sts:GetSessionToken"]
            .iter()
            .any(|free| free.eq_ignore_ascii_case(request.action()));
    let mut denied = layers;
    for at in [1, 2, 7] {
        denied[at].push(r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#.to_owned());
    }
    let world_denied = World::new(&denied, flags);
    let decision = world_denied.with(|policies| eval::decide(&request, policies, switches));
    assert!(is_free || decision.outcome == Outcome::ExplicitlyDenied, "a Deny of everything: {decision:?}");

    match world.with(|policies| eval::survey(&request, policies, switches)) {
        Survey::Some { allowed, denied, .. } => {
            let decide = |on: &str| {
                let request = request.on(on);
                world.with(|policies| eval::decide(&request, policies, switches)).outcome
            };
            assert_eq!(decide(&allowed), Outcome::Allowed, "an example of what is allowed");
            assert_ne!(decide(&denied), Outcome::Allowed, "an example of what is denied");
        }
        Survey::All(all) if !request.resource().contains(['*', '?']) => {
            let one = world.with(|policies| eval::decide(&request, policies, switches));
            assert_eq!(all.outcome, one.outcome, "all of one resource, and the one");
        }
        _ => {}
    }
}

/// The policies of all layers, prepared.
struct World {
    policies: Vec<Option<Prepared>>,
    flags: u8,
}

impl World {
    /// The flags say which layers there are in a decision, where none is not the same as an empty one.
    fn new(layers: &Layers, flags: u8) -> Self {
        let policies = layers.iter().zip(KINDS).map(|(statements, kind)| {
            let version = if flags & 128 == 0 { "2012-10-17" } else { "2008-10-17" };
            let text = format!(r#"{{"Version":"{version}","Statement":[{}]}}"#, statements.join(","));
            let document = Document::read("-", text.as_bytes(), Some(Format::Json), &Limits::default());
            (!statements.is_empty()).then(|| Prepared::new("p", &lower(&document.root), kind))
        });
        Self { policies: policies.collect(), flags }
    }

    fn with<T>(&self, answer: impl Fn(&Policies<'_>) -> T) -> T {
        let list = |at: usize| self.policies[at].as_ref().map(std::slice::from_ref);
        let level = |at: usize| -> Vec<Level<'_>> {
            list(at).into_iter().map(|policies| Level { id: "r-abcd", policies }).collect()
        };
        let (scps, rcps) = (level(3), level(4));
        let resource = if self.flags & 1 == 0 { 1 } else { 2 };
        answer(&Policies {
            identity: list(0).unwrap_or_default(),
            resource: self.policies[resource].as_ref(),
            boundary: list(5),
            session: list(6),
            scps: &scps,
            rcps: &rcps,
            endpoint: list(7),
            caller_in_management_account: self.flags & 2 != 0,
            restrict_public_buckets: self.flags & 4 != 0,
        })
    }
}

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    fn below(&mut self, limit: u8) -> u8 {
        self.next() % limit
    }

    /// One of the words, or now and then a word of the bytes themselves.
    fn word(&mut self, words: &[&str]) -> String {
        let choice = self.next();
        if choice < 240 {
            return words[usize::from(choice) % words.len()].to_owned();
        }
        let length = usize::from(self.below(24)).min(self.bytes.len());
        let (word, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        String::from_utf8_lossy(word).into_owned()
    }

    fn switches(&mut self) -> Switches {
        let bits = u16::from_le_bytes([self.next(), self.next()]);
        let on = Switch::ALL.into_iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        on.fold(Switches::default(), |switches, (_, switch)| switches.with(switch))
    }

    fn request(&mut self) -> Option<Request> {
        let caller = Caller::parse(&self.word(&CALLERS)).ok()?;
        let (action, resource) = (self.word(&ACTIONS), self.word(&RESOURCES));
        let account = match self.below(3) {
            0 => None,
            1 => Some("111111111111"),
            _ => Some("222222222222"),
        };
        let mut context = Context::new();
        for _ in 0..self.below(5) {
            let key = self.word(&KEYS);
            let values = match self.below(8) {
                0 => Values::Unknown,
                1 => Values::Many(Vec::new()),
                2 | 3 => Values::Many(vec![self.word(&VALUES), self.word(&VALUES)]),
                _ => Values::One(self.word(&VALUES)),
            };
            context.set(&key, values);
        }
        Request::new(caller, &action, &resource, account, context).ok()
    }

    fn layers(&mut self) -> Layers {
        KINDS.map(|kind| (0..self.below(4)).map(|_| self.statement(kind)).collect())
    }

    fn statement(&mut self, kind: PolicyKind) -> String {
        let shape = self.next();
        let mut members =
            vec![format!(r#""Effect":{}"#, quoted(if shape & 1 == 0 { "Allow" } else { "Deny" }))];
        let names = if shape & 0b1110 == 0b0010 { "NotAction" } else { "Action" };
        let actions: Vec<String> =
            (0..=self.below(2)).map(|_| quoted(&self.word(&ACTION_PATTERNS))).collect();
        members.push(format!(r#""{names}":[{}]"#, actions.join(",")));
        if kind != PolicyKind::Trust && shape & 0b111_0000 != 0b111_0000 {
            let name = if shape & 0b111_0000 == 0b001_0000 { "NotResource" } else { "Resource" };
            let resources: Vec<String> =
                (0..=self.below(2)).map(|_| quoted(&self.word(&RESOURCE_PATTERNS))).collect();
            members.push(format!(r#""{name}":[{}]"#, resources.join(",")));
        }
        if matches!(kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Rcp | PolicyKind::Endpoint) {
            members.push(self.principal());
        }
        if shape & 128 != 0 {
            members.push(self.condition());
        }
        format!("{{{}}}", members.join(","))
    }

    fn principal(&mut self) -> String {
        let element = if self.below(8) == 1 { "NotPrincipal" } else { "Principal" };
        let kind = match self.below(6) {
            0 => return format!(r#""{element}":"*""#),
            1 => "Service",
            2 => "Federated",
            _ => "AWS",
        };
        let (one, other) = (quoted(&self.word(&NAMED)), quoted(&self.word(&NAMED)));
        format!(r#""{element}":{{"{kind}":[{one},{other}]}}"#)
    }

    fn condition(&mut self) -> String {
        let blocks = (0..=self.below(2)).map(|_| {
            let operators: Vec<&str> = eval::OPERATORS.iter().map(|entry| entry.name.text()).collect();
            let set = SETS[usize::from(self.below(4))];
            let suffix = if self.below(4) == 1 { "IfExists" } else { "" };
            let operator = quoted(&format!("{set}{}{suffix}", self.word(&operators)));
            let (key, value) = (quoted(&self.word(&KEYS)), quoted(&self.word(&VALUES)));
            let other = match self.below(5) {
                0 => ",5".to_owned(),
                1 => ",true".to_owned(),
                2 => format!(",{}", quoted(&self.word(&VALUES))),
                3 => ",{}".to_owned(),
                _ => String::new(),
            };
            format!("{operator}:{{{key}:[{value}{other}]}}")
        });
        format!(r#""Condition":{{{}}}"#, blocks.collect::<Vec<_>>().join(","))
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter < ' ' => quoted.extend(format!("\\u{:04x}", u32::from(letter)).chars()),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
