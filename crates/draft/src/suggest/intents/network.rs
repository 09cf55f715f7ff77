//! Tasks with networks, names, content, analytics and machine learning.

use super::{Intent, task};

pub(super) const NETWORK: &[Intent] = &[
    task(
        "open a port",
        "open|allow|GRANT|add|CREATE|ATTACH|UPDATE port|ingress|inbound ~security|group|rule|traffic|firewall|@ec2",
        "ec2:AuthorizeSecurityGroupIngress ec2:DescribeSecurityGroups",
    ),
    task(
        "close a port",
        "close|REVOKE|remove|DELETE|block port|ingress|inbound ~security|group|rule|traffic|firewall|@ec2",
        "ec2:RevokeSecurityGroupIngress ec2:DescribeSecurityGroups",
    ),
    task(
        "change what a security group lets in or out",
        "UPDATE|ATTACH|add|edit|GRANT|CREATE rule|inbound|outbound security|group|firewall|sg ~group|security",
        "ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress",
    ),
    task(
        "let traffic out",
        "open|allow|GRANT|ATTACH egress|outbound ~security|group|rule|traffic",
        "ec2:AuthorizeSecurityGroupEgress",
    ),
    task(
        "create a security group",
        "CREATE security group",
        "ec2:CreateSecurityGroup ec2:AuthorizeSecurityGroupIngress ec2:DescribeVpcs",
    ),
    task(
        "create a network",
        "CREATE|setup network|vpc ~@ec2|subnet",
        "ec2:CreateVpc ec2:CreateSubnet ec2:ModifyVpcAttribute",
    ),
    task(
        "reach the internet",
        "CREATE|ATTACH internet gateway ~vpc|@ec2",
        "ec2:CreateInternetGateway ec2:AttachInternetGateway",
    ),
    task("make a NAT gateway", "CREATE nat ~gateway|@ec2", "ec2:CreateNatGateway ec2:AllocateAddress"),
    task(
        "get a fixed address",
        "allocate|reserve|CREATE|request elastic|static|public ip|address",
        "ec2:AllocateAddress ec2:AssociateAddress",
    ),
    task(
        "give an instance its address",
        "ATTACH|associate elastic|ip ip|address ~instance",
        "ec2:AssociateAddress",
    ),
    task(
        "peer networks",
        "peer|peering ~vpc|connection|CREATE|APPROVE|two",
        "ec2:CreateVpcPeeringConnection ec2:AcceptVpcPeeringConnection",
    ),
    task(
        "make an endpoint of a VPC",
        "CREATE vpc endpoint ~gateway|interface",
        "ec2:CreateVpcEndpoint ec2:DescribeVpcEndpoints",
    ),
    task(
        "change routes",
        "CREATE|add|UPDATE route ~table|vpc|@ec2",
        "ec2:CreateRoute ec2:ReplaceRoute ec2:DescribeRouteTables",
    ),
    task(
        "work in a VPC",
        "network interface ~CREATE|manage|vpc|@lambda|function|attach|DELETE|inside",
        "ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DeleteNetworkInterface",
    ),
    task(
        "a function in a VPC",
        "function|@lambda vpc|subnet ~access|run|network|inside",
        "ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DeleteNetworkInterface",
    ),
    task(
        "change DNS records",
        "UPDATE|CREATE|WRITE|DELETE|add|edit|point|manage dns|record|@route53|domain ~dns|record|zone|@route53",
        "route53:ChangeResourceRecordSets route53:ListHostedZones route53:GetChange route53:ListResourceRecordSets",
    ),
    task(
        "list DNS records",
        "LIST|READ dns|record|@route53 ~dns|record|zone|@route53",
        "route53:ListResourceRecordSets route53:ListHostedZones",
    ),
    task("create a zone", "CREATE zone ~hosted|@route53|private", "route53:CreateHostedZone"),
    task(
        "buy a domain",
        "buy|register|CREATE domain ~name|@route53",
        "route53domains:RegisterDomain route53domains:CheckDomainAvailability",
    ),
    task("health checks", "CREATE health check ~@route53", "route53:CreateHealthCheck"),
    task(
        "clear the CDN's cache",
        "invalidate|purge|clear|flush|invalidation|refresh @cloudfront|cdn|cache|distribution ~cache|@cloudfront",
        "cloudfront:CreateInvalidation cloudfront:GetInvalidation",
    ),
    task(
        "change a distribution",
        "UPDATE|CREATE|DEPLOY @cloudfront ~distribution",
        "cloudfront:UpdateDistribution cloudfront:GetDistributionConfig cloudfront:GetDistribution cloudfront:CreateDistribution",
    ),
    task(
        "register targets",
        "register|ATTACH|add target|instance @elasticloadbalancing|target ~group|target|balancer|load",
        "elasticloadbalancing:RegisterTargets elasticloadbalancing:DescribeTargetHealth",
    ),
    task(
        "take targets out",
        "DETACH|deregister|drain target|instance @elasticloadbalancing|target ~group|target|balancer|load",
        "elasticloadbalancing:DeregisterTargets",
    ),
    task(
        "health of targets",
        "READ|LIST|health target|instance health ~group|@elasticloadbalancing",
        "elasticloadbalancing:DescribeTargetHealth",
    ),
    task(
        "create a load balancer",
        "CREATE @elasticloadbalancing ~load|balancer|listener",
        "elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:CreateTargetGroup elasticloadbalancing:CreateListener",
    ),
    task(
        "block addresses",
        "block|UPDATE|ban|deny ip|address @wafv2|ip|address|set ~@wafv2|set",
        "wafv2:UpdateIPSet wafv2:GetIPSet wafv2:UpdateWebACL",
    ),
    task(
        "protect with a web ACL",
        "ATTACH|protect|associate @wafv2 ~acl|balancer|web|@elasticloadbalancing",
        "wafv2:AssociateWebACL wafv2:GetWebACL",
    ),
    task(
        "find services",
        "discover|register instance|service @servicediscovery ~map|cloud|instance",
        "servicediscovery:DiscoverInstances servicediscovery:RegisterInstance",
    ),
    task(
        "run SQL queries",
        "SEARCH|run|START|execute @athena ~query|sql|result|queries",
        "athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults athena:GetWorkGroup athena:StopQueryExecution glue:GetTable glue:GetPartitions",
    ),
    task(
        "results of a query",
        "READ result query|@athena ~@athena|query",
        "athena:GetQueryResults athena:GetQueryExecution",
    ),
    task(
        "read the catalog of tables",
        "READ|LIST|use @glue|catalog catalog|table|database|schema|metadata ~table|data|@glue",
        "glue:GetTable glue:GetTables glue:GetDatabase glue:GetDatabases glue:GetPartitions glue:GetPartition",
    ),
    task(
        "change the catalog of tables",
        "CREATE|UPDATE|WRITE|add @glue|catalog table|database|partition|catalog ~table|data|@glue",
        "glue:CreateTable glue:UpdateTable glue:CreateDatabase glue:BatchCreatePartition glue:CreatePartition",
    ),
    task(
        "run a Glue job",
        "START|run|trigger|INVOKE job|etl @glue ~job|etl",
        "glue:StartJobRun glue:GetJobRun glue:GetJobRuns",
    ),
    task("run a crawler", "START|run|trigger crawler|crawl ~@glue", "glue:StartCrawler glue:GetCrawler"),
    task(
        "data under Lake Formation",
        "READ|use|access @lakeformation ~data|table",
        "lakeformation:GetDataAccess",
    ),
    task(
        "grant rights in Lake Formation",
        "GRANT @lakeformation ~permission|table|data",
        "lakeformation:GrantPermissions lakeformation:BatchGrantPermissions",
    ),
    task(
        "start an EMR cluster",
        "START|CREATE|launch|run @elasticmapreduce ~cluster|job|flow",
        "elasticmapreduce:RunJobFlow elasticmapreduce:DescribeCluster iam:PassRole",
    ),
    task(
        "add a step to an EMR cluster",
        "submit|add|ATTACH|run|START step|job|spark @elasticmapreduce ~step|job|cluster|spark",
        "elasticmapreduce:AddJobFlowSteps elasticmapreduce:DescribeStep elasticmapreduce:ListSteps",
    ),
    task(
        "stop an EMR cluster",
        "STOP|DELETE @elasticmapreduce ~cluster",
        "elasticmapreduce:TerminateJobFlows",
    ),
    task(
        "run a serverless EMR job",
        "START|submit|run @emr-serverless ~job|spark|serverless",
        "emr-serverless:StartJobRun emr-serverless:GetJobRun iam:PassRole",
    ),
    task(
        "search documents over HTTP",
        "SEARCH|query|READ @es ~domain|document|index|http|cluster",
        "es:ESHttpGet es:ESHttpPost es:ESHttpHead",
    ),
    task(
        "index documents over HTTP",
        "WRITE|index|SEND @es ~domain|document|index|http|into|data",
        "es:ESHttpPost es:ESHttpPut",
    ),
    task("delete documents over HTTP", "DELETE document|index @es", "es:ESHttpDelete"),
    task(
        "use a serverless collection",
        "SEARCH|READ|WRITE|access|query|use @aoss ~collection|serverless",
        "aoss:APIAccessAll",
    ),
    task(
        "show a dashboard in a page",
        "embed dashboard|@quicksight ~url",
        "quicksight:GenerateEmbedUrlForRegisteredUser quicksight:GenerateEmbedUrlForAnonymousUser quicksight:GetDashboardEmbedUrl",
    ),
    task(
        "refresh a data set",
        "refresh|START|UPDATE dataset|data|ingestion|spice @quicksight ~set|ingestion",
        "quicksight:CreateIngestion quicksight:DescribeIngestion",
    ),
    task(
        "ask a model",
        "INVOKE|call|use|ask|run|chat|converse|generate|prompt @bedrock|model|llm ~model|text|foundation|claude|chat",
        "bedrock:InvokeModel bedrock:InvokeModelWithResponseStream",
    ),
    task(
        "stream a model's answer",
        "stream|streaming @bedrock|model|llm ~INVOKE|response|output|answer|model",
        "bedrock:InvokeModelWithResponseStream bedrock:InvokeModel",
    ),
    task(
        "list models",
        "LIST model @bedrock ~foundation",
        "bedrock:ListFoundationModels bedrock:GetFoundationModel bedrock:ListInferenceProfiles",
    ),
    task(
        "ask a knowledge base",
        "SEARCH|READ|query|ask|retrieve|INVOKE knowledge ~base|@bedrock",
        "bedrock:Retrieve bedrock:RetrieveAndGenerate",
    ),
    task("talk to an agent", "INVOKE|call|ask|talk|run agent ~@bedrock", "bedrock:InvokeAgent"),
    task("apply a guardrail", "apply|use|INVOKE guardrail ~@bedrock", "bedrock:ApplyGuardrail"),
    task(
        "train a model",
        "START|CREATE|train|run|launch training|train|model ~job|@sagemaker|model",
        "sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob iam:PassRole",
    ),
    task(
        "ask an endpoint",
        "INVOKE|call|query|predict|SEND|use|inference endpoint|@sagemaker|prediction|inference ~@sagemaker|endpoint|real|time",
        "sagemaker:InvokeEndpoint sagemaker:InvokeEndpointAsync",
    ),
    task(
        "deploy a model",
        "DEPLOY|host model|endpoint ~@sagemaker|endpoint",
        "sagemaker:CreateModel sagemaker:CreateEndpointConfig sagemaker:CreateEndpoint iam:PassRole",
    ),
    task(
        "open a notebook",
        "open|access|launch|connect|START notebook|studio ~@sagemaker|instance",
        "sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:StartNotebookInstance sagemaker:CreatePresignedDomainUrl",
    ),
    task(
        "process data in batches",
        "batch transform|inference ~job|@sagemaker",
        "sagemaker:CreateTransformJob",
    ),
    task(
        "turn text into speech",
        "speech|voice|polly|speak text|synthesize|@polly|CREATE ~text",
        "polly:SynthesizeSpeech polly:StartSpeechSynthesisTask",
    ),
    task(
        "turn speech into text",
        "transcribe|transcription ~audio|speech|video|call|START|job|file",
        "transcribe:StartTranscriptionJob transcribe:GetTranscriptionJob transcribe:StartStreamTranscription",
    ),
    task(
        "turn speech into text",
        "speech|audio|voice text ~convert|from",
        "transcribe:StartTranscriptionJob transcribe:StartStreamTranscription polly:SynthesizeSpeech",
    ),
    task(
        "translate text",
        "translate|translation ~text|document|language|another|into",
        "translate:TranslateText translate:TranslateDocument comprehend:DetectDominantLanguage",
    ),
    task(
        "judge sentiment",
        "sentiment ~detect|analyze|text|DETECT|SEARCH",
        "comprehend:DetectSentiment comprehend:BatchDetectSentiment",
    ),
    task(
        "find names in a text",
        "entity|entities ~extract|detect|DETECT|text|find|@comprehend|SEARCH|EXPORT",
        "comprehend:DetectEntities comprehend:BatchDetectEntities",
    ),
    task(
        "tell the language",
        "detect|identify|DETECT language ~text|dominant",
        "comprehend:DetectDominantLanguage",
    ),
    task(
        "find personal data in a text",
        "pii ~detect|DETECT|text|find|SEARCH",
        "comprehend:DetectPiiEntities comprehend:ContainsPiiEntities",
    ),
    task(
        "find faces",
        "DETECT|SEARCH|find|compare|recognize face ~image|photo|@rekognition|picture",
        "rekognition:DetectFaces rekognition:SearchFacesByImage rekognition:CompareFaces rekognition:IndexFaces",
    ),
    task(
        "tell what a picture shows",
        "DETECT|label|analyze|recognize|SEARCH image|photo|picture|label ~@rekognition|object|label|image",
        "rekognition:DetectLabels rekognition:DetectText rekognition:DetectModerationLabels",
    ),
    task(
        "judge pictures",
        "moderate|moderation|unsafe|nudity|inappropriate ~image|photo|content|DETECT|@rekognition",
        "rekognition:DetectModerationLabels",
    ),
    task(
        "read scanned documents",
        "READ|EXPORT|extract|SEARCH|analyze|ocr text|form|table|document|scan|scanned|invoice|receipt|pdf document|pdf|image|scan|@textract|invoice|receipt|ocr ~document|text|scanned",
        "textract:DetectDocumentText textract:AnalyzeDocument textract:AnalyzeExpense textract:StartDocumentTextDetection",
    ),
    task(
        "talk to a bot",
        "talk|chat|SEND|INVOKE bot|@lex|chatbot ~text|message",
        "lex:RecognizeText lex:PostText lex:PutSession",
    ),
    task(
        "recommend items",
        "recommendation|recommend @personalize|product|user|item|recommendation ~READ",
        "personalize:GetRecommendations personalize:GetPersonalizedRanking",
    ),
    task(
        "convert videos",
        "convert|transcode|CREATE|START video|media|@mediaconvert ~job|file|video",
        "mediaconvert:CreateJob mediaconvert:GetJob iam:PassRole",
    ),
    task(
        "find an address",
        "geocode|SEARCH|find address|place|location|map ~location|coordinate",
        "geo-places:Geocode geo:SearchPlaceIndexForText",
    ),
    task(
        "start a migration",
        "START migration|replication @dms|task ~task|migration|database",
        "dms:StartReplicationTask dms:DescribeReplicationTasks",
    ),
    task(
        "run an experiment with faults",
        "experiment|chaos|fault @fis|chaos|fault|START|run ~@fis|injection",
        "fis:StartExperiment fis:GetExperiment",
    ),
    task(
        "query metrics of Prometheus",
        "SEARCH|query|READ @aps ~metric",
        "aps:QueryMetrics aps:GetSeries aps:GetLabels aps:GetMetricMetadata",
    ),
    task("write metrics to Prometheus", "WRITE|SEND|remote @aps ~metric|write", "aps:RemoteWrite"),
    task(
        "tune a model",
        "fine|customize|tune|customization ~tune|tuning model|@bedrock ~@bedrock",
        "bedrock:CreateModelCustomizationJob bedrock:GetModelCustomizationJob iam:PassRole",
    ),
    task(
        "get a product of the service catalog",
        "START|CREATE|use|provision @servicecatalog ~product",
        "servicecatalog:ProvisionProduct servicecatalog:DescribeProduct servicecatalog:SearchProducts servicecatalog:ListLaunchPaths",
    ),
    task("read a Keyspaces table", "READ|SEARCH @cassandra ~table|row|item|data", "cassandra:Select"),
    task(
        "write a Keyspaces table",
        "WRITE|UPDATE|DELETE @cassandra ~table|row|item|data",
        "cassandra:Modify cassandra:Select",
    ),
];
