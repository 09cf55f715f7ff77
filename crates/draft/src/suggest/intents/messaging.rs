//! Tasks with queues, topics, events, streams, logs and metrics.

use super::{Intent, task};

pub(super) const MESSAGING: &[Intent] = &[
    task(
        "send messages to a queue",
        "SEND|WRITE|push|enqueue|add ~message @sqs|queue",
        "sqs:SendMessage sqs:GetQueueUrl sqs:GetQueueAttributes",
    ),
    task(
        "consume messages of a queue",
        "CONSUME|READ|process|drain|worker|pull ~message @sqs|queue",
        "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ChangeMessageVisibility sqs:GetQueueUrl",
    ),
    task("delete messages of a queue", "DELETE message @sqs|queue", "sqs:DeleteMessage"),
    task("empty a queue", "empty|purge|clear|flush queue|@sqs", "sqs:PurgeQueue"),
    task(
        "how long a queue is",
        "READ|count|LIST|depth|length queue|@sqs length|size|depth|attribute|number|count",
        "sqs:GetQueueAttributes",
    ),
    task(
        "change a queue's settings",
        "UPDATE|WRITE|set @sqs|queue attribute|setting|timeout|visibility|policy|configuration",
        "sqs:SetQueueAttributes",
    ),
    task(
        "keep a message hidden",
        "extend|change|UPDATE visibility ~timeout|message",
        "sqs:ChangeMessageVisibility",
    ),
    task(
        "move messages off a dead-letter queue",
        "redrive|replay|move|dead letter|queue|dlq|redrive|message",
        "sqs:StartMessageMoveTask sqs:ListMessageMoveTasks sqs:CancelMessageMoveTask",
    ),
    task("publish to a topic", "SEND|WRITE|notify ~message|notification|alert @sns|topic", "sns:Publish"),
    task("send a text message", "SEND sms|text ~message|@sns|sms", "sns:Publish sms-voice:SendTextMessage"),
    task(
        "subscribe to a topic",
        "subscribe|subscription @sns|topic ~endpoint|queue|email",
        "sns:Subscribe sns:ConfirmSubscription",
    ),
    task(
        "unsubscribe from a topic",
        "DELETE|unsubscribe|cancel subscription|unsubscribe ~@sns|topic",
        "sns:Unsubscribe",
    ),
    task(
        "push to a phone",
        "push|mobile notification|phone|device ~@sns|mobile",
        "sns:Publish sns:CreatePlatformEndpoint",
    ),
    task("put events on a bus", "SEND|WRITE|put|publish event @events|bus|custom ~bus", "events:PutEvents"),
    task(
        "make a rule",
        "CREATE|WRITE|UPDATE|put rule @events|event|scheduled|target|schedule|cron ~target",
        "events:PutRule events:PutTargets iam:PassRole",
    ),
    task(
        "schedule a job",
        "schedule|cron|CREATE schedule|cron|periodically|job|@scheduler ~function|@lambda|@scheduler|@events",
        "scheduler:CreateSchedule events:PutRule events:PutTargets iam:PassRole",
    ),
    task("add targets to a rule", "ATTACH|WRITE|CREATE target rule|@events ~rule", "events:PutTargets"),
    task("delete a rule", "DELETE rule @events ~target", "events:RemoveTargets events:DeleteRule"),
    task("turn a rule off", "DISABLE rule @events", "events:DisableRule"),
    task("replay events", "replay|archive event|archive|@events", "events:StartReplay events:CreateArchive"),
    task(
        "write to a stream",
        "SEND|WRITE record|data|event|stream|message @kinesis ~stream|data",
        "kinesis:PutRecord kinesis:PutRecords kinesis:DescribeStreamSummary",
    ),
    task("write to Kinesis", "SEND|WRITE @kinesis", "kinesis:PutRecord kinesis:PutRecords"),
    task(
        "read a stream",
        "CONSUME|READ|process ~record|data|event @kinesis|stream ~stream",
        "kinesis:GetRecords kinesis:GetShardIterator kinesis:DescribeStream kinesis:ListShards kinesis:DescribeStreamSummary kinesis:SubscribeToShard",
    ),
    task(
        "reshard a stream",
        "reshard|split|merge|SCALE|UPDATE shard|stream|@kinesis ~count",
        "kinesis:UpdateShardCount kinesis:SplitShard kinesis:MergeShards",
    ),
    task(
        "keep a stream's records longer",
        "retention stream|@kinesis ~increase",
        "kinesis:IncreaseStreamRetentionPeriod kinesis:DecreaseStreamRetentionPeriod",
    ),
    task(
        "send records to Firehose",
        "SEND|WRITE ~record|data @firehose",
        "firehose:PutRecord firehose:PutRecordBatch",
    ),
    task(
        "connect to Kafka",
        "connect|access|use|login @kafka-cluster|@kafka ~cluster|iam",
        "kafka-cluster:Connect kafka-cluster:DescribeCluster kafka:GetBootstrapBrokers",
    ),
    task(
        "produce to a Kafka topic",
        "SEND|WRITE @kafka-cluster|@kafka ~topic|message|record",
        "kafka-cluster:Connect kafka-cluster:WriteData kafka-cluster:DescribeTopic kafka-cluster:WriteDataIdempotently",
    ),
    task(
        "consume a Kafka topic",
        "CONSUME|READ @kafka-cluster|@kafka ~topic|message|record|from",
        "kafka-cluster:Connect kafka-cluster:ReadData kafka-cluster:DescribeTopic kafka-cluster:DescribeGroup kafka-cluster:AlterGroup",
    ),
    task(
        "create a Kafka topic",
        "CREATE topic @kafka-cluster|@kafka",
        "kafka-cluster:Connect kafka-cluster:CreateTopic",
    ),
    task(
        "list Kafka brokers",
        "READ|LIST|find broker|bootstrap @kafka|broker",
        "kafka:GetBootstrapBrokers kafka:ListNodes",
    ),
    task(
        "start a state machine",
        "START|INVOKE ~execution @states|workflow ~machine",
        "states:StartExecution states:StartSyncExecution states:DescribeExecution",
    ),
    task(
        "answer a waiting task",
        "SEND|report|complete|callback task token|success|failure|result|@states",
        "states:SendTaskSuccess states:SendTaskFailure states:SendTaskHeartbeat",
    ),
    task(
        "what an execution did",
        "READ|LIST history|execution @states ~execution|history|status",
        "states:GetExecutionHistory states:DescribeExecution states:ListExecutions",
    ),
    task("stop an execution", "STOP execution|@states ~@states|workflow", "states:StopExecution"),
    task(
        "write logs",
        "WRITE|SEND|emit|ship|push log ~@logs|event|message|line",
        "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:DescribeLogStreams",
    ),
    task(
        "write to CloudWatch Logs",
        "WRITE|SEND|log @logs",
        "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents",
    ),
    task(
        "read logs",
        "READ|SEARCH|tail|follow log ~@logs|event|group|stream|line|message",
        "logs:GetLogEvents logs:FilterLogEvents logs:DescribeLogStreams logs:DescribeLogGroups logs:StartLiveTail",
    ),
    task(
        "query logs",
        "query|search|SEARCH|insight|run log|@logs ~insight|query",
        "logs:StartQuery logs:GetQueryResults logs:FilterLogEvents logs:StopQuery",
    ),
    task(
        "tail logs",
        "tail|live|follow|stream log|@logs ~live",
        "logs:StartLiveTail logs:FilterLogEvents logs:GetLogEvents",
    ),
    task(
        "keep logs for some time",
        "retention|keep|expire log|@logs ~set|UPDATE|group",
        "logs:PutRetentionPolicy logs:DescribeLogGroups",
    ),
    task(
        "export logs to a bucket",
        "EXPORT|archive log|@logs ~bucket|@s3",
        "logs:CreateExportTask logs:DescribeExportTasks",
    ),
    task(
        "forward logs",
        "subscription|forward|stream|subscribe log|@logs ~filter|group",
        "logs:PutSubscriptionFilter",
    ),
    task("turn logs into metrics", "metric filter|log ~log|filter|CREATE|WRITE", "logs:PutMetricFilter"),
    task(
        "publish metrics",
        "SEND|WRITE|custom|record metric|@cloudwatch ~custom|metric|data",
        "cloudwatch:PutMetricData",
    ),
    task(
        "read metrics",
        "READ|SEARCH|graph|plot metric|statistic ~@cloudwatch|data|statistic",
        "cloudwatch:GetMetricData cloudwatch:GetMetricStatistics cloudwatch:ListMetrics",
    ),
    task(
        "make an alarm",
        "CREATE|WRITE|UPDATE|set alarm|alert ~@cloudwatch|metric",
        "cloudwatch:PutMetricAlarm cloudwatch:PutCompositeAlarm",
    ),
    task(
        "list alarms",
        "LIST|READ alarm|alert ~@cloudwatch|state|status",
        "cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmsForMetric",
    ),
    task(
        "silence an alarm",
        "DISABLE|silence|mute alarm ~action",
        "cloudwatch:DisableAlarmActions cloudwatch:SetAlarmState",
    ),
    task(
        "make a dashboard",
        "CREATE|WRITE|UPDATE dashboard ~@cloudwatch",
        "cloudwatch:PutDashboard quicksight:CreateDashboard",
    ),
    task(
        "view a dashboard",
        "READ dashboard ~@cloudwatch",
        "cloudwatch:GetDashboard cloudwatch:ListDashboards",
    ),
    task(
        "send traces",
        "SEND|WRITE|upload|report trace|segment|@xray|tracing ~trace|segment|@xray|tracing",
        "xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets",
    ),
    task(
        "read traces",
        "READ|LIST|SEARCH trace|@xray|map ~trace|@xray|service",
        "xray:GetTraceSummaries xray:BatchGetTraces xray:GetServiceGraph xray:GetTraceGraph",
    ),
    task(
        "send an email",
        "SEND email|mail|@ses ~@ses|email",
        "ses:SendEmail ses:SendRawEmail ses:SendTemplatedEmail",
    ),
    task(
        "verify a sender",
        "VALIDATE email|identity|sender|domain|address @ses|email ~identity|domain|address",
        "ses:VerifyEmailIdentity ses:VerifyDomainIdentity ses:CreateEmailIdentity ses:VerifyDomainDkim",
    ),
    task("publish to an MQTT topic", "SEND @iot ~message|topic|device|core", "iot:Publish iot:Connect"),
    task(
        "subscribe to an MQTT topic",
        "subscribe|receive|CONSUME @iot ~message|topic",
        "iot:Subscribe iot:Receive iot:Connect",
    ),
    task("connect a device", "connect|register device|thing|@iot ~@iot|core", "iot:Connect"),
    task("read a device's shadow", "READ shadow", "iot:GetThingShadow"),
    task("change a device's shadow", "UPDATE|WRITE shadow", "iot:UpdateThingShadow"),
    task(
        "call an API",
        "INVOKE|call|use|SEND|access api|endpoint|@apigateway|@execute-api ~gateway|@apigateway|rest|http",
        "execute-api:Invoke",
    ),
    task(
        "answer a WebSocket client",
        "websocket ~message|client|connection|SEND|@apigateway",
        "execute-api:ManageConnections",
    ),
    task(
        "deploy an API",
        "DEPLOY|CREATE|UPDATE|publish api @apigateway ~gateway|stage|rest|http",
        "apigateway:POST apigateway:PUT apigateway:PATCH apigateway:GET",
    ),
    task(
        "manage an API",
        "READ|LIST|DELETE api @apigateway ~gateway|stage|rest|http|key",
        "apigateway:GET apigateway:DELETE",
    ),
    task("call a GraphQL API", "query|INVOKE|call|READ @appsync ~api", "appsync:GraphQL"),
    task(
        "collect a configuration",
        "READ|use @appconfig ~configuration|flag|feature",
        "appconfig:StartConfigurationSession appconfig:GetLatestConfiguration",
    ),
    task(
        "deploy a configuration",
        "DEPLOY|roll @appconfig ~configuration|flag|feature",
        "appconfig:StartDeployment appconfig:CreateHostedConfigurationVersion",
    ),
    task(
        "keep the traffic's flow logs",
        "flow log ~vpc|ENABLE|CREATE",
        "ec2:CreateFlowLogs logs:CreateLogDelivery iam:PassRole",
    ),
    task("encrypt logs", "encrypt|encryption log|@logs ~group|@kms|key", "logs:AssociateKmsKey"),
    task(
        "read a stream with consumers of its own",
        "enhanced|fan|dedicated fan|consumer|throughput ~out|consumer|@kinesis|stream",
        "kinesis:SubscribeToShard kinesis:RegisterStreamConsumer kinesis:DescribeStreamConsumer",
    ),
];
