//! From settings to a table that answers.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TableStatus,
};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;

use super::backoff::Backoff;
use super::fault::fault;
use super::item::Item;
use super::table::{If, Table, again};
use crate::{Error, ErrorKind};

/// The version of all items: what reads them must know it.
const SCHEMA: u64 = 1;
const CONNECT: Duration = Duration::from_secs(5);
/// A page is 1 MB at most.
const ATTEMPT: Duration = Duration::from_secs(30);

/// Which table, and where. Region, profile and credentials are found as all tools for AWS find them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub table: String,
    /// The server, if not that of AWS.
    pub endpoint: Option<String>,
    /// Whether the table is made, paid for by request, where there is none.
    pub creates: bool,
}

pub(super) async fn connect(settings: &Settings) -> Result<Table, Error> {
    let config = configuration(settings.endpoint.as_deref()).await;
    if config.region().is_none() && settings.endpoint.is_none() {
        return Err(Error::new(ErrorKind::Refused, "no region is known for the table")
            .help("set `AWS_REGION`, or a region in the profile"));
    }
    let region = config.region().cloned().unwrap_or_else(|| Region::from_static("us-east-1"));
    let client = Client::from_conf(aws_sdk_dynamodb::config::Builder::from(&config).region(region).build());
    let table = Table { client, name: settings.table.clone() };
    if settings.creates && !exists(&table).await? {
        create(&table).await?;
    }
    check_schema(&table).await?;
    Ok(table)
}

async fn configuration(endpoint: Option<&str>) -> SdkConfig {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let timeouts =
        TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT).build();
    // The table tries again by itself.
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts)
        .retry_config(RetryConfig::disabled());
    match endpoint {
        Some(endpoint) => loader.endpoint_url(endpoint).load().await,
        None => loader.load().await,
    }
}

async fn check_schema(table: &Table) -> Result<(), Error> {
    loop {
        let known = table.get("meta", "schema").await?;
        let Some(item) = known else {
            table.put(Item::new("meta", "schema").number("version", &SCHEMA), If::New).await?;
            continue;
        };
        let version: u64 = item.need("version", item.get_number("version"))?;
        if version == SCHEMA {
            return Ok(());
        }
        let told = format!("the store has schema {version}, and this leastwise knows schema {SCHEMA}");
        return Err(
            Error::new(ErrorKind::NewerSchema, told).help("use the leastwise that wrote it, or a newer one")
        );
    }
}

async fn exists(table: &Table) -> Result<bool, Error> {
    let asked =
        again(|| async { table.client.describe_table().table_name(&table.name).send().await.map_err(fault) });
    match asked.await {
        Ok(answer) => Ok(answer.table.and_then(|table| table.table_status) == Some(TableStatus::Active)),
        Err(fault) if fault.error.kind == ErrorKind::Missing => Ok(false),
        Err(fault) => Err(fault.error),
    }
}

async fn create(table: &Table) -> Result<(), Error> {
    let unbuilt = |error: aws_sdk_dynamodb::error::BuildError| Error::new(ErrorKind::Io, error.to_string());
    let mut request =
        table.client.create_table().table_name(&table.name).billing_mode(BillingMode::PayPerRequest);
    for (name, kind) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let text = AttributeDefinition::builder().attribute_name(name);
        let key = KeySchemaElement::builder().attribute_name(name).key_type(kind);
        request = request
            .attribute_definitions(text.attribute_type(ScalarAttributeType::S).build().map_err(unbuilt)?)
            .key_schema(key.build().map_err(unbuilt)?);
    }
    // Another process may be faster.
    let made = again(|| async { request.clone().send().await.map_err(fault) }).await;
    let mut backoff = Backoff::default();
    while !exists(table).await? {
        if !backoff.wait().await {
            let late = || Error::new(ErrorKind::Io, "the table was asked for, but is not there yet");
            return Err(made.err().map_or_else(late, |fault| fault.error));
        }
    }
    Ok(())
}
