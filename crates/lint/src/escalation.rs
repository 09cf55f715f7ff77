//! Ways in which permissions that look harmless give their holder more permissions.

use std::cmp::Ordering;
use std::sync::LazyLock;

use policy::tree::{Spanned, Statement, Template};
use policy::{ActionPattern, Glob, ResourcePattern, Span, Token};

use crate::{Cx, passed, reach, run_command};

/// Actions that together give their holder more than the policy says.
#[derive(Debug)]
pub struct Path {
    /// The telling one first.
    pub steps: &'static [&'static str],
    /// Reads on after "lets the holder".
    pub gain: &'static str,
}

/// Where a policy allows an action that is a step of some path.
#[derive(Clone, Copy)]
struct Granted<'a> {
    span: Span,
    statement: &'a Statement,
    /// Another check reports that the place grants nearly all there is.
    is_said_elsewhere: bool,
}

/// A path that a policy completes, with the places of its steps.
pub(crate) struct Completed {
    pub(crate) path: &'static Path,
    pub(crate) places: Vec<Span>,
}

/// The paths whose every step the policy allows, over all of its statements.
///
/// A step on named roles, functions or instances counts only where the others make the choice: who may pass one certain role
/// gains no more than that role. Conditions that limit who or what, and `Deny`, are honoured.
pub(crate) fn completed(cx: &Cx<'_>) -> Vec<Completed> {
    let granted = granted(cx);
    if granted.iter().all(Option::is_none) {
        return Vec::new();
    }
    let passed = passed::to_some_services(cx);
    let complete = |path: &'static Path| {
        complete(cx, path, |step| lookup(&granted, step)).or_else(|| {
            // Which service gets the role matters only where the rest is granted.
            let is_rest_granted = |step: &&str| *step == PASS_ROLE || lookup(&granted, step).is_some();
            if !path.steps.iter().all(is_rest_granted) {
                return None;
            }
            let to_it = passed.iter().filter(|(_, statement)| passed::reaches(statement, path.steps));
            to_it.into_iter().find_map(|(span, statement)| {
                let passing = Granted { span: *span, statement, is_said_elsewhere: false };
                complete(
                    cx,
                    path,
                    |step| {
                        if step == PASS_ROLE { Some(passing) } else { lookup(&granted, step) }
                    },
                )
            })
        })
    };
    PATHS.iter().filter_map(complete).collect()
}

fn lookup<'a>(granted: &[Option<Granted<'a>>], step: &str) -> Option<Granted<'a>> {
    let at = STEPS.binary_search_by(|known| compare(known, step)).ok()?;
    granted.get(at).copied().flatten()
}

/// All paths that are known, the single steps first.
pub fn paths() -> &'static [Path] {
    PATHS
}

const PASS_ROLE: &str = "iam:PassRole";

/// Whether the action by itself is a whole path, and nothing else is said of it.
pub(crate) fn is_step_alone(prefix: &str, name: &str) -> bool {
    let is = |step: &str| step.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')) == Some(name);
    PATHS.iter().any(|path| matches!(path.steps, [step] if is(step) && !is_credential(step)))
}

fn is_credential(step: &str) -> bool {
    matches!(step, "iam:CreateAccessKey" | "iam:CreateLoginProfile")
}

/// Every step once, sorted without regard to case.
static STEPS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut steps: Vec<_> = PATHS.iter().flat_map(|path| path.steps).copied().collect();
    steps.sort_by(|one, other| compare(one, other));
    steps.dedup();
    steps
});

fn compare(one: &str, other: &str) -> Ordering {
    let letters = one.bytes().zip(other.bytes());
    let pairs = letters.map(|(one, other)| one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase()));
    let differing = pairs.into_iter().find(|order| order.is_ne());
    differing.unwrap_or(one.len().cmp(&other.len()))
}

/// For each of [`STEPS`] where it is granted: preferably on all there is.
fn granted<'a>(cx: &Cx<'a>) -> Vec<Option<Granted<'a>>> {
    let mut found: Vec<Option<Granted<'a>>> = vec![None; STEPS.len()];
    let has_deny = cx.policy.statements.iter().any(Statement::denies);
    let grants = cx.policy.statements.iter().filter(|statement| statement.allows());
    for statement in grants {
        if reach::is_narrowed(statement) {
            continue;
        }
        for entry in statement.actions() {
            each_step(&entry.value, |at, step| add(cx, &mut found, at, step, &granted_by(statement, entry)));
        }
        if let Some(excepted) = &statement.not_action {
            let by = Granted { span: excepted.key, statement, is_said_elsewhere: true };
            for (at, step) in STEPS.iter().enumerate().filter(|(_, step)| reach::names(statement, step)) {
                add(cx, &mut found, at, step, &by);
            }
        }
    }
    if has_deny {
        // Only what is granted has to be held against the denials.
        for (step, known) in STEPS.iter().zip(&mut found).filter(|(_, known)| known.is_some()) {
            if reach::is_denied(cx, step) {
                *known = None;
            }
        }
    }
    found
}

fn granted_by<'a>(statement: &'a Statement, entry: &Spanned<ActionPattern>) -> Granted<'a> {
    let everywhere = statement.resources().iter().any(|resource| resource.value.is_everything());
    Granted { span: entry.span, statement, is_said_elsewhere: everywhere && entry.value.is_everything() }
}

fn add<'a>(cx: &Cx<'_>, found: &mut [Option<Granted<'a>>], at: usize, step: &str, by: &Granted<'a>) {
    let Some(known) = found.get_mut(at) else { return };
    let is_better =
        known.is_none_or(|known| !is_wide(cx, known.statement, step) && is_wide(cx, by.statement, step));
    if is_better && concerns(cx, by.statement, step) {
        *known = Some(*by);
    }
}

fn each_step(entry: &ActionPattern, mut run: impl FnMut(usize, &'static str)) {
    let text = entry.as_str();
    if !text.contains(['*', '?']) {
        let at = STEPS.binary_search_by(|step| compare(step, text)).ok();
        if let Some((at, step)) = at.and_then(|at| Some((at, STEPS.get(at)?))) {
            run(at, step);
        }
        return;
    }
    // The steps are sorted, so those that begin as the pattern does stand together.
    let beginning = text.split(['*', '?']).next().unwrap_or_default();
    let start = STEPS.partition_point(|step| compare(step, beginning) == Ordering::Less);
    let begins_so =
        |step: &str| step.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning));
    for (at, step) in STEPS.iter().enumerate().skip(start).take_while(|(_, step)| begins_so(step)) {
        if entry.matches(step) {
            run(at, step);
        }
    }
}

fn complete<'a>(
    cx: &Cx<'_>,
    path: &'static Path,
    grant: impl Fn(&str) -> Option<Granted<'a>>,
) -> Option<Completed> {
    let grants = path.steps.iter().map(|step| grant(step)).collect::<Option<Vec<_>>>()?;
    let passes_role = path.steps.first() == Some(&PASS_ROLE);
    let mut steps = path.steps.iter().zip(&grants).take(if passes_role { 1 } else { path.steps.len() });
    if path.steps == ["ssm:SendCommand"] && !run_command::is_open(cx) {
        return None;
    }
    let is_wide = |(step, grant): (&&str, &Granted<'_>)| is_wide(cx, grant.statement, step);
    let is_said_elsewhere = grants.iter().all(|grant| grant.is_said_elsewhere);
    let places = grants.iter().map(|grant| grant.span).collect();
    (steps.all(is_wide) && !is_said_elsewhere).then_some(Completed { path, places })
}

/// Whether the statement can be about a resource of the step at all.
fn concerns(cx: &Cx<'_>, statement: &Statement, step: &str) -> bool {
    statement.not_resource.is_some()
        || statement.resources().iter().any(|resource| meets(cx, &resource.value, step))
}

/// Whether the statement leaves the choice of the resource to the caller, or the resource is the caller and that is enough.
fn is_wide(cx: &Cx<'_>, statement: &Statement, step: &str) -> bool {
    let names_itself = |resource: &ResourcePattern| {
        ON_ITSELF.contains(&step)
            && Template::parse(resource.as_str()).keys().any(|key| key.eq_ignore_ascii_case("aws:username"))
    };
    let is_wide = |resource: &ResourcePattern| {
        resource.is_everything()
            || ((has_any_name(resource) || names_itself(resource)) && meets(cx, resource, step))
    };
    statement.not_resource.is_some() || statement.resources().iter().any(|resource| is_wide(&resource.value))
}

/// Steps that a user takes on nobody but itself.
const ON_ITSELF: [&str; 4] = [
    "iam:AttachUserPolicy",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
];

/// Whether the step can be done to something that the pattern matches: `arn:aws:iam::*:mfa/*` has no groups.
fn meets(cx: &Cx<'_>, resource: &ResourcePattern, step: &str) -> bool {
    if resource.is_everything() {
        return true;
    }
    let is_of_service = || {
        let own = step.split_once(':').map_or("", |halves| halves.0);
        resource.parts().get(2).is_none_or(|service| service.matches(own))
    };
    match cx.catalog.action(step) {
        Some(action) if action.targets().len() > 0 => !action.targets_meeting(resource).is_empty(),
        _ => is_of_service(),
    }
}

/// Whether the name in an ARN is nothing but a wildcard, as in `…:role/*`.
fn has_any_name(resource: &ResourcePattern) -> bool {
    let name = resource.parts().last().filter(|_| resource.is_exact());
    name.is_some_and(|name| {
        let tokens = name.tokens();
        let start = tokens.iter().position(|token| matches!(token, Token::Char('/' | ':')));
        let id = tokens.get(start.map_or(0, |at| at + 1)..).unwrap_or_default();
        Glob::is_everything(name) || id == [Token::AnyRun]
    })
}

macro_rules! paths {
    ($([$($step:literal),+] $gain:literal;)*) => { &[$(Path { steps: &[$($step),+], gain: $gain }),*] };
}

/// Known paths, the smallest of each kind: what needs more steps is complete only where these are.
///
/// Sources: the catalogues of pathfinding.cloud (Apache-2.0), Rhino Security Labs and Pacu (BSD-3-Clause), iam-vulnerable (MIT) and
/// cloudsplaining (BSD-3-Clause); the removal of boundaries is described in the IAM User Guide, "Permissions boundaries for IAM
/// entities", calling any API from AWS Step Functions and Amazon `EventBridge` Scheduler in their user guides. Paths of services that no longer exist are left out.
static PATHS: &[Path] = paths! {
    ["iam:AddUserToGroup"] "join any group";
    ["iam:AttachGroupPolicy"] "attach any managed policy to a group it is in";
    ["iam:AttachRolePolicy"] "attach any managed policy to its own role";
    ["iam:AttachUserPolicy"] "attach any managed policy to itself";
    ["iam:CreateAccessKey"] "make access keys of other users";
    ["iam:CreateLoginProfile"] "set the first console password of other users";
    ["iam:CreatePolicyVersion"] "rewrite the policies that are attached to it";
    ["iam:DeleteRolePermissionsBoundary"] "take away the permissions boundary of its own role";
    ["iam:DeleteUserPermissionsBoundary"] "take away its own permissions boundary";
    ["iam:PutGroupPolicy"] "write any policy into a group it is in";
    ["iam:PutRolePermissionsBoundary"] "replace the permissions boundary of its own role by a wider one";
    ["iam:PutRolePolicy"] "write any policy into its own role";
    ["iam:PutUserPermissionsBoundary"] "replace its own permissions boundary by a wider one";
    ["iam:PutUserPolicy"] "write any policy into itself";
    ["iam:SetDefaultPolicyVersion"] "go back to an older, wider version of a policy that is attached to it";
    ["iam:UpdateAssumeRolePolicy"] "make any role trust it";
    ["iam:UpdateLoginProfile"] "reset the console password of other users";
    ["iam:PassRole", "apprunner:CreateService"] "run its own image under any role in App Runner";
    ["iam:PassRole", "bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"]
        "run its own code under any role in a code interpreter";
    ["iam:PassRole", "cloudformation:CreateStack"] "let CloudFormation make anything under any role";
    ["iam:PassRole", "cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"]
        "let CloudFormation make anything under any role, in several accounts";
    ["iam:PassRole", "cloudformation:UpdateStackSet"] "let CloudFormation change anything under any role, in several accounts";
    ["iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"] "run its own build under any role";
    ["iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuildBatch"] "run its own builds under any role";
    ["iam:PassRole", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]
        "run its own commands under any role in a pipeline";
    ["iam:PassRole", "ec2:RunInstances"] "start an instance under any role and use its credentials";
    ["iam:PassRole", "ec2:RequestSpotInstances"] "start a spot instance under any role and use its credentials";
    ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:CreateService"] "run its own containers under any role";
    ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"] "run its own container under any role";
    ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:UpdateService"] "run its own containers under any role in a service that is there";
    ["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:StartTask"]
        "run its own container under any role on an instance that is there";
    ["iam:PassRole", "glue:CreateDevEndpoint"] "log in to a development endpoint under any role";
    ["iam:PassRole", "glue:CreateJob", "glue:CreateTrigger"] "run its own job under any role by a trigger";
    ["iam:PassRole", "glue:CreateJob", "glue:StartJobRun"] "run its own job under any role";
    ["iam:PassRole", "glue:UpdateJob", "glue:CreateTrigger"] "run its own script under any role by a trigger";
    ["iam:PassRole", "glue:UpdateJob", "glue:StartJobRun"] "run its own script under any role";
    ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"] "run its own function under any role";
    ["iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"]
        "run its own function under any role, called from outside";
    ["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"]
        "run its own function under any role by events";
    ["iam:PassRole", "sagemaker:CreateNotebookInstance"] "open a notebook under any role";
    ["iam:PassRole", "sagemaker:CreateProcessingJob"] "run its own code under any role in a processing job";
    ["iam:PassRole", "sagemaker:CreateTrainingJob"] "run its own code under any role in a training job";
    ["iam:PassRole", "scheduler:CreateSchedule"] "call any API under any role on a schedule";
    ["iam:PassRole", "states:CreateStateMachine", "states:StartExecution"]
        "call any API under any role from a state machine";
    ["iam:PassRole", "states:UpdateStateMachine", "states:StartExecution"]
        "call any API under any role from a state machine that is there";
    ["apprunner:UpdateService"] "run its own image under the role of any App Runner service";
    ["bedrock-agentcore:InvokeCodeInterpreter", "bedrock-agentcore:StartCodeInterpreterSession"]
        "run its own code under the role of any code interpreter";
    ["cloudformation:UpdateStack"] "change any stack under the role that the stack has";
    ["cloudformation:ExecuteChangeSet", "cloudformation:CreateChangeSet"]
        "change any stack under the role that the stack has";
    ["codebuild:StartBuild"] "run its own commands under the role of any build project";
    ["codebuild:StartBuildBatch"] "run its own commands under the role of any build project";
    ["ec2-instance-connect:SendSSHPublicKey", "ec2:DescribeInstances"]
        "log in to any instance and use the credentials of its role";
    ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"]
        "run its own start script under the role of any instance";
    ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"]
        "run its own start script on the instances of any launch template";
    ["ecs:ExecuteCommand", "ecs:DescribeTasks"] "open a shell in any container and use the credentials of its role";
    ["glue:UpdateDevEndpoint"] "log in to any development endpoint and use the credentials of its role";
    ["lambda:UpdateFunctionCode"] "run its own code under the role of any function";
    ["lambda:UpdateFunctionConfiguration"] "put its own layer into any function and run under its role";
    ["sagemaker:CreatePresignedNotebookInstanceUrl"] "open any notebook and use its role";
    ["sagemaker:UpdateNotebookInstance", "sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StopNotebookInstance", "sagemaker:StartNotebookInstance"]
        "run its own start script under the role of any notebook";
    ["ssm:SendCommand"] "run commands on any managed instance and use its role";
    ["sts:AssumeRole"] "act as any role that trusts its account";
    ["ssm:StartSession"] "open a session on any managed instance and use its role";
};

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn every_step_is_an_action_in_its_own_spelling() {
        for step in STEPS.iter() {
            let action = Catalog::embedded().action(step);
            assert_eq!(action.map(catalog::Action::full_name).as_deref(), Some(*step));
        }
    }

    #[test]
    fn no_path_holds_another_of_its_kind() {
        let passes_role = |path: &Path| path.steps.contains(&"iam:PassRole");
        for path in PATHS {
            let within = |other: &&Path| {
                passes_role(other) == passes_role(path)
                    && other.steps.iter().all(|step| path.steps.contains(step))
            };
            assert_eq!(PATHS.iter().filter(within).count(), 1, "{:?}", path.steps);
        }
    }
}
