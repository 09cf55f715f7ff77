//! Tasks with identities, keys, secrets and certificates.

use super::{Intent, task};

pub(super) const SECURITY: &[Intent] = &[
    task(
        "read a secret",
        "READ|use secret|password|@secretsmanager ~@secretsmanager|value|database|credential",
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret secretsmanager:BatchGetSecretValue",
    ),
    task(
        "change a secret",
        "WRITE|UPDATE secret ~value|@secretsmanager",
        "secretsmanager:PutSecretValue secretsmanager:UpdateSecret secretsmanager:DescribeSecret",
    ),
    task(
        "create a secret",
        "CREATE|store|save secret|password ~new|@secretsmanager",
        "secretsmanager:CreateSecret secretsmanager:TagResource",
    ),
    task("rotate a secret", "ROTATE secret|password|@secretsmanager", "secretsmanager:RotateSecret"),
    task("make a password", "generate random password", "secretsmanager:GetRandomPassword"),
    task(
        "read parameters",
        "READ|load|use parameter|@ssm parameter ~store|config|configuration|value|@ssm",
        "ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath",
    ),
    task("write parameters", "WRITE|UPDATE|CREATE parameter ~store|value|@ssm", "ssm:PutParameter"),
    task("delete parameters", "DELETE parameter ~store|@ssm", "ssm:DeleteParameter ssm:DeleteParameters"),
    task("list parameters", "LIST parameter ~store|@ssm", "ssm:DescribeParameters ssm:GetParametersByPath"),
    task("past values of a parameter", "history|version|previous parameter", "ssm:GetParameterHistory"),
    task("decrypt data", "decrypt ~@kms|data|key|secret|object|ciphertext", "kms:Decrypt"),
    task(
        "encrypt data",
        "encrypt data|text|@kms|value|message|key ~@kms|data|key|text|plaintext",
        "kms:Encrypt kms:GenerateDataKey",
    ),
    task(
        "encrypt and decrypt data",
        "encrypt|encrypted|encryption|decrypt|cryptography @kms|key ~@kms|key|data",
        "kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:DescribeKey",
    ),
    task("read data that is encrypted", "READ encrypted ~@kms|key|object|file", "kms:Decrypt"),
    task(
        "write data that is encrypted",
        "WRITE encrypted ~@kms|key|object|file",
        "kms:GenerateDataKey kms:Decrypt",
    ),
    task(
        "make a data key",
        "generate|CREATE data key ~@kms|encryption",
        "kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext",
    ),
    task("make a key", "CREATE key @kms ~customer|managed|new|encryption", "kms:CreateKey kms:CreateAlias"),
    task(
        "delete a key",
        "DELETE|schedule key|@kms @kms|deletion ~key|deletion",
        "kms:ScheduleKeyDeletion kms:DisableKey",
    ),
    task(
        "rotate a key",
        "ROTATE|rotation key|@kms @kms|rotation|encryption|master ~key|automatic|ENABLE",
        "kms:EnableKeyRotation kms:GetKeyRotationStatus kms:RotateKeyOnDemand",
    ),
    task("let others use a key", "GRANT key|@kms ~use|@kms|access", "kms:CreateGrant kms:PutKeyPolicy"),
    task(
        "sign with a key",
        "sign|SIGN message|digest|jwt|@kms|key|data ~@kms|key",
        "kms:Sign kms:GetPublicKey",
    ),
    task(
        "check a signature",
        "verify signature|mac|@kms ~@kms|message|key",
        "kms:Verify kms:VerifyMac kms:GetPublicKey",
    ),
    task("re-encrypt data", "reencrypt ~data|@kms|key", "kms:ReEncryptFrom kms:ReEncryptTo"),
    task("re-encrypt with another key", "re encrypt ~data|@kms|key", "kms:ReEncryptFrom kms:ReEncryptTo"),
    task(
        "assume a role",
        "assume|switch|become role ~account|cross|@sts|@iam",
        "sts:AssumeRole sts:TagSession sts:SetSourceIdentity",
    ),
    task(
        "assume a role with a token",
        "assume|federate ~role|@iam web|oidc|identity|token|github|openid ~token|identity|web",
        "sts:AssumeRoleWithWebIdentity",
    ),
    task("assume a role with SAML", "assume|login|federate|sign ~role|@iam saml", "sts:AssumeRoleWithSAML"),
    task("ask who one is", "who am|whoami|caller|identity", "sts:GetCallerIdentity"),
    task("ask who one is", "whoami|caller ~identity|READ|check", "sts:GetCallerIdentity"),
    task(
        "temporary credentials",
        "temporary|session|federation credential|token ~READ|CREATE|credential|user",
        "sts:GetSessionToken sts:GetFederationToken sts:AssumeRole",
    ),
    task("pass a role", "pass role|@iam ~service", "iam:PassRole iam:GetRole"),
    task(
        "create a role",
        "CREATE role ~@iam|policy|trust",
        "iam:CreateRole iam:AttachRolePolicy iam:PutRolePolicy iam:TagRole",
    ),
    task(
        "delete a role",
        "DELETE role ~@iam",
        "iam:DeleteRole iam:DetachRolePolicy iam:DeleteRolePolicy iam:ListAttachedRolePolicies",
    ),
    task(
        "change who may assume a role",
        "UPDATE|edit|WRITE trust|assume role|policy|relationship|@iam ~policy|relationship",
        "iam:UpdateAssumeRolePolicy iam:GetRole",
    ),
    task(
        "attach a policy to a role",
        "attach|ATTACH|give policy|permission|@iam role|@iam ~managed|policy",
        "iam:AttachRolePolicy",
    ),
    task(
        "attach a policy to a user",
        "attach|ATTACH|give policy|permission user ~managed|@iam",
        "iam:AttachUserPolicy",
    ),
    task(
        "attach a policy to a group",
        "attach|ATTACH|give policy|permission group ~managed|@iam",
        "iam:AttachGroupPolicy",
    ),
    task(
        "write an inline policy of a role",
        "WRITE|UPDATE|CREATE|ATTACH|embed inline policy role",
        "iam:PutRolePolicy",
    ),
    task(
        "write an inline policy of a user",
        "WRITE|UPDATE|CREATE|ATTACH|embed inline policy user",
        "iam:PutUserPolicy",
    ),
    task(
        "change a managed policy",
        "UPDATE|edit|new policy version|managed|document|@iam ~managed|version|@iam",
        "iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicyVersion",
    ),
    task(
        "read a managed policy",
        "READ policy document|version|managed ~@iam|managed|document|version",
        "iam:GetPolicy iam:GetPolicyVersion",
    ),
    task(
        "which policies a role has",
        "LIST|READ policy role ~attached|@iam|inline",
        "iam:ListAttachedRolePolicies iam:ListRolePolicies iam:GetRolePolicy",
    ),
    task(
        "set a permissions boundary",
        "boundary ~WRITE|set|ATTACH|permission|role|user",
        "iam:PutRolePermissionsBoundary iam:PutUserPermissionsBoundary",
    ),
    task(
        "create a user",
        "CREATE user @iam ~new",
        "iam:CreateUser iam:CreateLoginProfile iam:AddUserToGroup",
    ),
    task("add a user to a group", "add|ATTACH|put|join user group ~@iam", "iam:AddUserToGroup"),
    task(
        "give a user a console password",
        "CREATE|WRITE|set|give|login console|login|password ~profile|user|password|access",
        "iam:CreateLoginProfile iam:UpdateLoginProfile",
    ),
    task(
        "reset a user's password",
        "reset|UPDATE password user|console|@iam",
        "iam:UpdateLoginProfile iam:ChangePassword",
    ),
    task(
        "change one's own password",
        "change|UPDATE password ~own|user",
        "iam:ChangePassword iam:UpdateLoginProfile iam:GetAccountPasswordPolicy",
    ),
    task(
        "the rules for passwords",
        "password policy ~account|set|WRITE|UPDATE|@iam",
        "iam:UpdateAccountPasswordPolicy iam:GetAccountPasswordPolicy",
    ),
    task("make an access key", "CREATE|generate|issue access key ~user|@iam", "iam:CreateAccessKey"),
    task(
        "rotate access keys",
        "ROTATE access key ~user|@iam",
        "iam:CreateAccessKey iam:UpdateAccessKey iam:DeleteAccessKey iam:ListAccessKeys iam:GetAccessKeyLastUsed",
    ),
    task("disable an access key", "DISABLE access key ~user|@iam", "iam:UpdateAccessKey iam:ListAccessKeys"),
    task("delete an access key", "DELETE access key ~user|@iam", "iam:DeleteAccessKey iam:ListAccessKeys"),
    task(
        "when a key was last used",
        "last used|use ~access|key|READ",
        "iam:GetAccessKeyLastUsed iam:GenerateServiceLastAccessedDetails",
    ),
    task(
        "set up MFA",
        "ENABLE|CREATE|setup|set|register|ATTACH|MANAGE mfa ~device|user|own|@iam",
        "iam:CreateVirtualMFADevice iam:EnableMFADevice iam:ListMFADevices iam:ResyncMFADevice",
    ),
    task(
        "take MFA away",
        "DELETE|DISABLE|reset mfa ~device|user|@iam",
        "iam:DeactivateMFADevice iam:DeleteVirtualMFADevice",
    ),
    task(
        "the credential report",
        "credential report",
        "iam:GenerateCredentialReport iam:GetCredentialReport",
    ),
    task(
        "which permissions were used",
        "last accessed|access ~service|unused|detail|permission",
        "iam:GenerateServiceLastAccessedDetails iam:GetServiceLastAccessedDetails",
    ),
    task(
        "try policies out",
        "simulate policy|permission|@iam ~principal",
        "iam:SimulatePrincipalPolicy iam:SimulateCustomPolicy",
    ),
    task(
        "make an identity provider",
        "CREATE oidc|openid ~provider|identity|github",
        "iam:CreateOpenIDConnectProvider",
    ),
    task("make a SAML provider", "CREATE saml ~provider|identity", "iam:CreateSAMLProvider"),
    task(
        "put a role into an instance profile",
        "instance profile ~CREATE|add|ATTACH|role",
        "iam:AddRoleToInstanceProfile iam:CreateInstanceProfile iam:PassRole",
    ),
    task("upload an SSH key", "upload ssh key", "iam:UploadSSHPublicKey"),
    task(
        "create users of a pool",
        "CREATE|add|register|invite user @cognito-idp|pool ~pool",
        "cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword cognito-idp:SignUp",
    ),
    task(
        "sign a user in",
        "sign|login|SIGN|authenticate|auth user|@cognito-idp ~pool|@cognito-idp",
        "cognito-idp:AdminInitiateAuth cognito-idp:InitiateAuth cognito-idp:AdminRespondToAuthChallenge",
    ),
    task(
        "list the users of a pool",
        "LIST|READ user @cognito-idp|pool ~pool",
        "cognito-idp:ListUsers cognito-idp:AdminGetUser",
    ),
    task("delete a user of a pool", "DELETE user @cognito-idp|pool ~pool", "cognito-idp:AdminDeleteUser"),
    task("disable a user of a pool", "DISABLE user @cognito-idp|pool ~pool", "cognito-idp:AdminDisableUser"),
    task(
        "reset the password of a pool's user",
        "reset|UPDATE|set password @cognito-idp ~user|pool",
        "cognito-idp:AdminResetUserPassword cognito-idp:AdminSetUserPassword",
    ),
    task(
        "put a pool's user into a group",
        "ATTACH|add user group @cognito-idp ~pool",
        "cognito-idp:AdminAddUserToGroup",
    ),
    task(
        "credentials from an identity pool",
        "credential|identity @cognito-identity ~pool|READ",
        "cognito-identity:GetCredentialsForIdentity cognito-identity:GetId cognito-identity:GetOpenIdToken",
    ),
    task(
        "request a certificate",
        "CREATE|request|issue certificate|@acm ~@acm|new|ssl|tls",
        "acm:RequestCertificate acm:DescribeCertificate acm:AddTagsToCertificate",
    ),
    task("import a certificate", "import|upload certificate ~@acm", "acm:ImportCertificate"),
    task(
        "issue a certificate from a private authority",
        "CREATE|issue|sign certificate @acm-pca ~private",
        "acm-pca:IssueCertificate acm-pca:GetCertificate",
    ),
];
