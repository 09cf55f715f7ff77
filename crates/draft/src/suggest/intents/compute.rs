//! Tasks with functions, instances, containers, stacks and code.

use super::{Intent, task};

pub(super) const COMPUTE: &[Intent] = &[
    task(
        "invoke a function",
        "INVOKE|START|call @lambda ~function",
        "lambda:InvokeFunction lambda:InvokeAsync lambda:GetFunction",
    ),
    task(
        "call a function by its URL",
        "INVOKE|call function|@lambda url",
        "lambda:InvokeFunctionUrl lambda:InvokeFunction",
    ),
    task(
        "deploy a function",
        "DEPLOY|UPDATE|upload|publish @lambda ~function|code|version",
        "lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:GetFunction lambda:PublishVersion lambda:CreateFunction",
    ),
    task("create a function", "CREATE @lambda ~function", "lambda:CreateFunction iam:PassRole"),
    task(
        "change a function's code",
        "UPDATE|DEPLOY|upload code function|@lambda",
        "lambda:UpdateFunctionCode lambda:GetFunction",
    ),
    task(
        "change a function's environment",
        "UPDATE|WRITE environment|variable|memory|timeout|configuration function|@lambda ~variable|memory|timeout",
        "lambda:UpdateFunctionConfiguration lambda:GetFunctionConfiguration",
    ),
    task(
        "trigger a function from a queue or stream",
        "mapping|trigger|connect|ATTACH function|@lambda source|queue|stream|@sqs|@kinesis|trigger",
        "lambda:CreateEventSourceMapping lambda:ListEventSourceMappings lambda:UpdateEventSourceMapping",
    ),
    task(
        "let a service invoke a function",
        "GRANT|add|allow permission|invoke function|@lambda",
        "lambda:AddPermission",
    ),
    task(
        "limit a function's concurrency",
        "concurrency ~function|@lambda|reserved|set",
        "lambda:PutFunctionConcurrency lambda:PutProvisionedConcurrencyConfig",
    ),
    task("provisioned concurrency", "provisioned concurrency", "lambda:PutProvisionedConcurrencyConfig"),
    task(
        "publish a layer",
        "publish|CREATE|upload layer",
        "lambda:PublishLayerVersion lambda:GetLayerVersion",
    ),
    task(
        "list instances",
        "LIST|READ instance|server|vm|machine|@ec2 ~status|state|running",
        "ec2:DescribeInstances ec2:DescribeInstanceStatus",
    ),
    task(
        "start instances",
        "start|resume instance|server|vm|machine ~@ec2",
        "ec2:StartInstances ec2:DescribeInstances",
    ),
    task(
        "stop instances",
        "stop|halt|shut|shutdown|pause instance|server|vm|machine ~@ec2",
        "ec2:StopInstances ec2:DescribeInstances",
    ),
    task("reboot instances", "REBOOT instance|server|vm|machine ~@ec2", "ec2:RebootInstances"),
    task(
        "terminate instances",
        "terminate|destroy|kill|delete|remove instance|server|vm|machine ~@ec2",
        "ec2:TerminateInstances ec2:DescribeInstances",
    ),
    task(
        "launch instances",
        "launch|run|create|start|boot|spin|provision instance|server|vm|machine ~@ec2|new",
        "ec2:RunInstances ec2:CreateTags iam:PassRole",
    ),
    task(
        "resize an instance",
        "resize|UPDATE instance ~type|size|attribute|@ec2",
        "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances",
    ),
    task(
        "read the console of an instance",
        "console|screenshot|boot output|log|instance|screenshot",
        "ec2:GetConsoleOutput ec2:GetConsoleScreenshot",
    ),
    task("get an instance's Windows password", "windows|administrator password", "ec2:GetPasswordData"),
    task(
        "attach an instance profile",
        "ATTACH role|profile instance|@ec2",
        "ec2:AssociateIamInstanceProfile iam:PassRole ec2:ReplaceIamInstanceProfileAssociation",
    ),
    task(
        "tag resources of EC2",
        "TAG resource|instance|volume|subnet|vpc|snapshot|ami|@ec2 ~@ec2",
        "ec2:CreateTags",
    ),
    task(
        "make an AMI",
        "CREATE|build|take ami|image ~instance|@ec2|machine",
        "ec2:CreateImage ec2:RegisterImage ec2:DescribeImages",
    ),
    task("delete an AMI", "DELETE ami|image ~@ec2", "ec2:DeregisterImage ec2:DeleteSnapshot"),
    task("share an AMI", "share ami|image", "ec2:ModifyImageAttribute"),
    task("copy an AMI", "COPY ami|image ~@ec2|region", "ec2:CopyImage"),
    task("attach a volume", "ATTACH volume|disk|@ebs ~instance", "ec2:AttachVolume"),
    task("detach a volume", "DETACH volume|disk|@ebs ~instance", "ec2:DetachVolume"),
    task(
        "grow a volume",
        "resize|grow|extend|increase|modify|UPDATE volume|disk|@ebs ~size",
        "ec2:ModifyVolume ec2:DescribeVolumesModifications",
    ),
    task(
        "take a snapshot",
        "CREATE|take|backup snapshot|volume ~volume|@ebs|disk",
        "ec2:CreateSnapshot ec2:CreateSnapshots",
    ),
    task("share a snapshot", "share snapshot", "ec2:ModifySnapshotAttribute rds:ModifyDBSnapshotAttribute"),
    task("copy a snapshot", "COPY snapshot", "ec2:CopySnapshot rds:CopyDBSnapshot rds:CopyDBClusterSnapshot"),
    task(
        "read a snapshot's blocks",
        "READ snapshot block|data|content|direct",
        "ebs:ListSnapshotBlocks ebs:GetSnapshotBlock ebs:ListChangedBlocks",
    ),
    task(
        "change a group's size",
        "SCALE|UPDATE|capacity ~size|capacity|number @autoscaling|group ~group",
        "autoscaling:SetDesiredCapacity autoscaling:UpdateAutoScalingGroup autoscaling:DescribeAutoScalingGroups",
    ),
    task(
        "replace the instances of a group",
        "refresh|roll|replace instance ~@autoscaling|group",
        "autoscaling:StartInstanceRefresh autoscaling:DescribeInstanceRefreshes",
    ),
    task(
        "finish a lifecycle hook",
        "complete|finish lifecycle",
        "autoscaling:CompleteLifecycleAction autoscaling:RecordLifecycleActionHeartbeat",
    ),
    task(
        "scale a service automatically",
        "scale|scaling|autoscale|autoscaling automatically|target|policy|auto|service|table",
        "application-autoscaling:RegisterScalableTarget application-autoscaling:PutScalingPolicy autoscaling:PutScalingPolicy",
    ),
    task("run a task", "run|start|launch task|container @ecs", "ecs:RunTask ecs:StartTask iam:PassRole"),
    task("stop a task", "STOP task|container @ecs", "ecs:StopTask ecs:ListTasks"),
    task(
        "deploy a service",
        "DEPLOY|UPDATE|scale|restart|force @ecs ~service|deployment|new",
        "ecs:UpdateService ecs:DescribeServices ecs:RegisterTaskDefinition ecs:DescribeTaskDefinition iam:PassRole",
    ),
    task(
        "register a task definition",
        "CREATE|register|new|UPDATE task definition",
        "ecs:RegisterTaskDefinition iam:PassRole ecs:DescribeTaskDefinition",
    ),
    task(
        "a shell in a container",
        "exec|shell|ssh|execute|connect container|task|@ecs ~@ecs|command",
        "ecs:ExecuteCommand ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel",
    ),
    task(
        "pull images",
        "pull|READ|download image|container|docker|@ecr ~image|container|docker|private|registry|repository",
        "ecr:GetAuthorizationToken ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability",
    ),
    task(
        "push images",
        "push|upload|publish|WRITE image|container|docker|@ecr ~image|container|docker|registry|repository",
        "ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload ecr:PutImage",
    ),
    task(
        "log in to the registry",
        "login|log|authenticate|authorize|token|sign docker|registry|@ecr ~docker|registry|repository",
        "ecr:GetAuthorizationToken",
    ),
    task(
        "scan images",
        "scan image|@ecr",
        "ecr:StartImageScan ecr:DescribeImageScanFindings ecr:PutImageScanningConfiguration",
    ),
    task(
        "delete images",
        "DELETE image|@ecr ~container|docker|image|old",
        "ecr:BatchDeleteImage ecr:ListImages",
    ),
    task("list images", "LIST image @ecr", "ecr:ListImages ecr:DescribeImages"),
    task("list AMIs", "LIST|READ ami|image ~@ec2", "ec2:DescribeImages"),
    task(
        "connect to a cluster",
        "connect|kubeconfig|kubectl|READ|access|use @eks ~cluster",
        "eks:DescribeCluster eks:ListClusters eks:AccessKubernetesApi",
    ),
    task(
        "grant access to a cluster",
        "GRANT|give|CREATE access @eks ~cluster|entry",
        "eks:CreateAccessEntry eks:AssociateAccessPolicy",
    ),
    task(
        "upgrade a cluster",
        "upgrade|UPDATE @eks ~version|cluster",
        "eks:UpdateClusterVersion eks:UpdateClusterConfig",
    ),
    task(
        "scale a node group",
        "SCALE|resize|UPDATE node|nodegroup ~group|@eks",
        "eks:UpdateNodegroupConfig eks:UpdateNodegroupVersion",
    ),
    task("submit a job", "submit|run|start @batch ~job", "batch:SubmitJob batch:DescribeJobs"),
    task("stop a batch job", "STOP @batch ~job", "batch:CancelJob batch:TerminateJob"),
    task(
        "create a stack",
        "CREATE|DEPLOY|launch stack|template|@cloudformation ~stack|template",
        "cloudformation:CreateStack cloudformation:DescribeStacks cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet iam:PassRole",
    ),
    task(
        "update a stack",
        "UPDATE stack ~@cloudformation",
        "cloudformation:UpdateStack cloudformation:DescribeStacks",
    ),
    task(
        "look at a stack",
        "READ|LIST stack ~output|@cloudformation|status",
        "cloudformation:DescribeStacks cloudformation:ListStacks cloudformation:DescribeStackResources",
    ),
    task(
        "what a stack went through",
        "READ|LIST stack event|failure|history",
        "cloudformation:DescribeStackEvents",
    ),
    task(
        "preview a change",
        "preview|change set|change stack|set|@cloudformation",
        "cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet",
    ),
    task(
        "find drift",
        "drift ~stack|detect|@cloudformation",
        "cloudformation:DetectStackDrift cloudformation:DescribeStackDriftDetectionStatus cloudformation:DescribeStackResourceDrifts",
    ),
    task("check a template", "VALIDATE template|@cloudformation", "cloudformation:ValidateTemplate"),
    task(
        "read a template",
        "READ template @cloudformation|stack",
        "cloudformation:GetTemplate cloudformation:GetTemplateSummary",
    ),
    task(
        "run a command on instances",
        "run|send|execute command|script|shell ~instance|@ssm|@ec2|server|remote|remotely",
        "ssm:SendCommand ssm:GetCommandInvocation ssm:ListCommandInvocations",
    ),
    task(
        "open a shell on an instance",
        "START|connect|open|ssh|shell|connect session|instance|server|shell|@ssm ~instance|@ec2|server|manager",
        "ssm:StartSession ssm:TerminateSession ssm:ResumeSession ec2-instance-connect:SendSSHPublicKey",
    ),
    task(
        "SSH with Instance Connect",
        "ssh|connect|push @ec2-instance-connect ~key|public|instance",
        "ec2-instance-connect:SendSSHPublicKey ec2-instance-connect:OpenTunnel",
    ),
    task(
        "run an automation",
        "START|run automation|runbook",
        "ssm:StartAutomationExecution ssm:GetAutomationExecution iam:PassRole",
    ),
    task("patch instances", "patch instance|server ~@ssm", "ssm:SendCommand ssm:DescribeInstancePatchStates"),
    task(
        "start a build",
        "START|run|trigger build|@codebuild ~project|build",
        "codebuild:StartBuild codebuild:BatchGetBuilds",
    ),
    task(
        "start a pipeline",
        "START|run|trigger pipeline|@codepipeline ~execution",
        "codepipeline:StartPipelineExecution",
    ),
    task(
        "approve a step of a pipeline",
        "APPROVE|approval pipeline|@codepipeline|deployment|stage",
        "codepipeline:PutApprovalResult codepipeline:GetPipelineState",
    ),
    task(
        "watch a pipeline",
        "READ|LIST pipeline ~state|status|execution|@codepipeline",
        "codepipeline:GetPipelineState codepipeline:GetPipeline codepipeline:GetPipelineExecution",
    ),
    task(
        "clone a repository",
        "clone|pull|READ|checkout repository|repo|git|@codecommit ~git|@codecommit",
        "codecommit:GitPull",
    ),
    task(
        "push to a repository",
        "push|commit|WRITE repository|repo|git|@codecommit|code ~git|@codecommit|code|commit",
        "codecommit:GitPush",
    ),
    task(
        "create a deployment",
        "START|CREATE|DEPLOY deployment|@codedeploy ~@codedeploy",
        "codedeploy:CreateDeployment codedeploy:GetDeployment codedeploy:GetDeploymentConfig codedeploy:RegisterApplicationRevision",
    ),
    task(
        "install packages from CodeArtifact",
        "READ|install|download|pull|use package|dependency|@codeartifact ~package|npm|maven|pip",
        "codeartifact:GetAuthorizationToken codeartifact:ReadFromRepository codeartifact:GetRepositoryEndpoint sts:GetServiceBearerToken",
    ),
    task(
        "publish packages to CodeArtifact",
        "publish|push|upload package|@codeartifact ~npm|package",
        "codeartifact:PublishPackageVersion codeartifact:PutPackageMetadata codeartifact:GetAuthorizationToken sts:GetServiceBearerToken",
    ),
    task(
        "use a code connection",
        "use|connect connection github|gitlab|bitbucket|@codeconnections",
        "codeconnections:UseConnection codestar-connections:UseConnection",
    ),
    task(
        "deploy to Beanstalk",
        "DEPLOY|UPDATE @elasticbeanstalk ~environment|application|version",
        "elasticbeanstalk:CreateApplicationVersion elasticbeanstalk:UpdateEnvironment elasticbeanstalk:DescribeEnvironments",
    ),
    task(
        "deploy to App Runner",
        "DEPLOY @apprunner ~service",
        "apprunner:StartDeployment apprunner:UpdateService",
    ),
    task(
        "deploy an Amplify app",
        "DEPLOY|START|publish @amplify ~app|job|build",
        "amplify:StartJob amplify:StartDeployment amplify:CreateDeployment",
    ),
    task(
        "forward a port",
        "port|tunnel forward|forwarding|tunnel ~instance|@ssm|@ec2",
        "ssm:StartSession ssm:TerminateSession",
    ),
    task(
        "protect an instance from termination",
        "protection|protect instance|@ec2 ~termination|deletion|ENABLE|DISABLE",
        "ec2:ModifyInstanceAttribute ec2:DescribeInstanceAttribute",
    ),
    task(
        "protect a stack from deletion",
        "protection|protect stack ~termination|DELETE|deletion|ENABLE|DISABLE",
        "cloudformation:UpdateTerminationProtection",
    ),
];
