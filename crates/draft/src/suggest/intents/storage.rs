//! Tasks with objects, tables, databases, file systems and backups.

use super::{Intent, task};

pub(super) const STORAGE: &[Intent] = &[
    task(
        "read objects of a bucket",
        "READ object|file|document|photo|image @s3",
        "s3:GetObject s3:ListBucket s3:GetObjectVersion",
    ),
    task("download from a bucket", "download|READ @s3", "s3:GetObject s3:ListBucket s3:GetBucketLocation"),
    task(
        "write objects to a bucket",
        "WRITE|DEPLOY|sync @s3 ~object|file|document|static|site|website|artifact|backup|report",
        "s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts",
    ),
    task(
        "upload files",
        "upload|store|save object|file|document|photo|picture|image|artifact",
        "s3:PutObject s3:AbortMultipartUpload",
    ),
    task(
        "multipart upload",
        "multipart upload",
        "s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:ListBucketMultipartUploads",
    ),
    task(
        "delete objects of a bucket",
        "DELETE object|file|version @s3",
        "s3:DeleteObject s3:DeleteObjectVersion s3:ListBucket",
    ),
    task(
        "empty a bucket",
        "empty|clear|clean|wipe bucket",
        "s3:ListBucket s3:DeleteObject s3:ListBucketVersions s3:DeleteObjectVersion",
    ),
    task("list the objects of a bucket", "LIST object|file|content|key|folder|prefix @s3", "s3:ListBucket"),
    task("list a bucket", "LIST bucket", "s3:ListBucket s3:ListAllMyBuckets s3:GetBucketLocation"),
    task("list all buckets", "LIST bucket account|all|mine|bucket", "s3:ListAllMyBuckets s3:ListBucket"),
    task(
        "copy objects",
        "COPY|sync|mirror|backup object|file|bucket|@s3",
        "s3:GetObject s3:PutObject s3:ListBucket s3:GetObjectTagging s3:PutObjectTagging",
    ),
    task("create a bucket", "CREATE bucket", "s3:CreateBucket"),
    task("delete a bucket", "DELETE bucket", "s3:DeleteBucket"),
    task(
        "block public access",
        "block public access|@s3",
        "s3:PutBucketPublicAccessBlock s3:PutAccountPublicAccessBlock s3:GetBucketPublicAccessBlock",
    ),
    task(
        "encrypt a bucket by default",
        "encrypt|encryption bucket|@s3",
        "s3:PutEncryptionConfiguration s3:GetEncryptionConfiguration",
    ),
    task(
        "set a lifecycle rule",
        "lifecycle|expire|expiration bucket|@s3|object",
        "s3:PutLifecycleConfiguration s3:GetLifecycleConfiguration",
    ),
    task("turn versioning on", "versioning bucket|@s3", "s3:PutBucketVersioning s3:GetBucketVersioning"),
    task("bucket CORS", "cors", "s3:PutBucketCORS s3:GetBucketCORS"),
    task("read a bucket's CORS", "READ cors bucket|@s3", "s3:GetBucketCORS"),
    task("host a static website", "static|host|hosting website", "s3:PutBucketWebsite s3:GetBucketWebsite"),
    task(
        "notify on new objects",
        "notify|notification|event|trigger bucket|@s3",
        "s3:PutBucketNotification s3:GetBucketNotification",
    ),
    task(
        "replicate a bucket",
        "replicate|replication bucket|@s3",
        "s3:PutReplicationConfiguration s3:GetReplicationConfiguration s3:ReplicateObject",
    ),
    task("write a bucket policy", "WRITE|UPDATE|ATTACH|CREATE bucket policy", "s3:PutBucketPolicy"),
    task(
        "restore an archived object",
        "restore|retrieve object|archive|archived|glacier object|glacier|@s3",
        "s3:RestoreObject",
    ),
    task(
        "make a presigned link to download",
        "presign|presigned|signed url|link|download",
        "s3:GetObject s3:PutObject",
    ),
    task(
        "lock objects",
        "lock|legal|retention|worm|hold object|@s3",
        "s3:PutObjectRetention s3:PutObjectLegalHold s3:PutBucketObjectLockConfiguration",
    ),
    task(
        "log access to a bucket",
        "access|server log|logging bucket|@s3",
        "s3:PutBucketLogging s3:GetBucketLogging",
    ),
    task(
        "transfer acceleration",
        "acceleration|accelerate",
        "s3:PutAccelerateConfiguration s3:GetAccelerateConfiguration",
    ),
    task("tag objects", "TAG object|file", "s3:PutObjectTagging s3:GetObjectTagging"),
    task("tag a bucket", "TAG bucket", "s3:PutBucketTagging s3:GetBucketTagging"),
    task(
        "read items of a table",
        "READ|SEARCH|CONSUME|LIST item|record|row|data|entry @dynamodb",
        "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan",
    ),
    task(
        "read a DynamoDB table",
        "READ @dynamodb",
        "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:DescribeTable",
    ),
    task("query a table", "query|scan|search @dynamodb", "dynamodb:Query dynamodb:Scan"),
    task(
        "write items to a table",
        "WRITE|update|change|modify ~item|record|row|data|entry @dynamodb",
        "dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem",
    ),
    task(
        "delete items of a table",
        "DELETE item|record|row|data|entry @dynamodb",
        "dynamodb:DeleteItem dynamodb:BatchWriteItem",
    ),
    task(
        "read the stream of a table",
        "READ|CONSUME|process stream|change @dynamodb",
        "dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:DescribeStream dynamodb:ListStreams",
    ),
    task(
        "read and write items in a transaction",
        "transaction|transactional|atomic @dynamodb",
        "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:ConditionCheckItem",
    ),
    task(
        "expire items",
        "ttl|expire|expiration|live @dynamodb|table|item",
        "dynamodb:UpdateTimeToLive dynamodb:DescribeTimeToLive",
    ),
    task(
        "restore a table to a point in time",
        "point time recovery|restore ~@dynamodb",
        "dynamodb:RestoreTableToPointInTime dynamodb:UpdateContinuousBackups rds:RestoreDBInstanceToPointInTime rds:RestoreDBClusterToPointInTime",
    ),
    task(
        "point-in-time recovery of a table",
        "ENABLE point time recovery",
        "dynamodb:UpdateContinuousBackups rds:ModifyDBInstance",
    ),
    task("back a table up", "backup @dynamodb|table", "dynamodb:CreateBackup dynamodb:ListBackups"),
    task(
        "run PartiQL",
        "partiql",
        "dynamodb:PartiQLSelect dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete",
    ),
    task(
        "a global table",
        "global|replica table|@dynamodb table|@dynamodb",
        "dynamodb:CreateTableReplica dynamodb:UpdateTable dynamodb:CreateGlobalTable",
    ),
    task(
        "change the capacity of a table",
        "capacity|throughput table|@dynamodb",
        "dynamodb:UpdateTable dynamodb:DescribeTable",
    ),
    task(
        "connect to a database with IAM",
        "connect|login|authenticate database|@rds|@rds-db iam|database|@rds",
        "rds-db:connect",
    ),
    task(
        "run SQL over the RDS Data API",
        "sql|query|statement|run|execute @rds-data api",
        "rds-data:ExecuteStatement rds-data:BatchExecuteStatement rds-data:BeginTransaction rds-data:CommitTransaction",
    ),
    task(
        "run SQL on Redshift",
        "sql|query|statement|run|execute @redshift-data|@redshift|@redshift-serverless ~@redshift-serverless|workgroup|cluster|api|data",
        "redshift-data:ExecuteStatement redshift-data:GetStatementResult redshift-data:DescribeStatement",
    ),
    task(
        "credentials for Redshift",
        "credential|login|password|connect @redshift",
        "redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM",
    ),
    task(
        "snapshot a database",
        "CREATE|take|make snapshot|backup @rds|database|db",
        "rds:CreateDBSnapshot rds:CreateDBClusterSnapshot",
    ),
    task(
        "restore a database",
        "restore @rds|database",
        "rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:RestoreDBClusterFromSnapshot",
    ),
    task(
        "list databases",
        "LIST|READ database|@rds ~instance|cluster",
        "rds:DescribeDBInstances rds:DescribeDBClusters",
    ),
    task(
        "create a database",
        "CREATE database|@rds ~instance|cluster",
        "rds:CreateDBInstance rds:CreateDBCluster",
    ),
    task(
        "delete a database",
        "DELETE database|@rds ~instance|cluster",
        "rds:DeleteDBInstance rds:DeleteDBCluster",
    ),
    task(
        "start a database",
        "start database|@rds ~instance|cluster",
        "rds:StartDBInstance rds:StartDBCluster",
    ),
    task("stop a database", "stop database|@rds ~instance|cluster", "rds:StopDBInstance rds:StopDBCluster"),
    task(
        "reboot a database",
        "REBOOT database|@rds ~instance|cluster",
        "rds:RebootDBInstance rds:RebootDBCluster",
    ),
    task(
        "change a database",
        "UPDATE|SCALE database|@rds ~instance|cluster|class|size",
        "rds:ModifyDBInstance rds:ModifyDBCluster",
    ),
    task(
        "fail a database over",
        "failover|fail @rds|database|cluster",
        "rds:FailoverDBCluster rds:RebootDBInstance",
    ),
    task("a read replica", "CREATE|add replica @rds|database", "rds:CreateDBInstanceReadReplica"),
    task(
        "read a database's logs",
        "READ|download log @rds|database",
        "rds:DownloadDBLogFilePortion rds:DescribeDBLogFiles",
    ),
    task(
        "mount a file system",
        "mount|ATTACH|READ|WRITE @elasticfilesystem ~system|file",
        "elasticfilesystem:ClientMount elasticfilesystem:ClientWrite elasticfilesystem:ClientRootAccess elasticfilesystem:DescribeMountTargets",
    ),
    task(
        "back something up",
        "START|run|create|take backup ~job|resource|demand|vault",
        "backup:StartBackupJob iam:PassRole backup:DescribeBackupJob",
    ),
    task(
        "restore a backup",
        "RESTORE backup|recovery ~point|job|resource",
        "backup:StartRestoreJob backup:DescribeRestoreJob backup:GetRecoveryPointRestoreMetadata iam:PassRole",
    ),
    task(
        "make a backup plan",
        "CREATE|WRITE backup plan",
        "backup:CreateBackupPlan backup:CreateBackupSelection",
    ),
    task(
        "copy data with DataSync",
        "START|COPY @datasync ~task",
        "datasync:StartTaskExecution datasync:DescribeTaskExecution",
    ),
    task(
        "clear a cache cluster",
        "DELETE|CREATE @elasticache ~cluster|group",
        "elasticache:CreateCacheCluster elasticache:CreateReplicationGroup elasticache:DeleteCacheCluster elasticache:DeleteReplicationGroup",
    ),
    task(
        "connect to a cache with IAM",
        "connect|login @elasticache|@memorydb",
        "elasticache:Connect memorydb:Connect",
    ),
    task(
        "write records to Timestream",
        "WRITE @timestream",
        "timestream:WriteRecords timestream:DescribeEndpoints",
    ),
    task("query Timestream", "SEARCH|READ @timestream", "timestream:Select timestream:DescribeEndpoints"),
    task("query Neptune", "SEARCH|READ @neptune-db", "neptune-db:ReadDataViaQuery neptune-db:connect"),
    task(
        "a secondary index",
        "secondary|gsi ~index|global|local|CREATE|@dynamodb",
        "dynamodb:UpdateTable dynamodb:DescribeTable",
    ),
    task(
        "write encrypted objects",
        "WRITE encrypted|encryption|@kms @s3 ~object|file|@kms|key",
        "s3:PutObject kms:GenerateDataKey kms:Decrypt",
    ),
    task(
        "read encrypted objects",
        "READ encrypted|encryption|@kms @s3 ~object|file|@kms|key",
        "s3:GetObject kms:Decrypt s3:ListBucket",
    ),
];
