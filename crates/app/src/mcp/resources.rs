//! Resources: the table of `ops` in the words of the protocol.

use ops::resources::{self, Media, RESOURCES};
use ops::{Context, OpError};
use rmcp::model::{
    Annotations, ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult, Resource,
    ResourceContents, ResourceTemplate, Role,
};

pub(super) fn list() -> ListResourcesResult {
    let resource = |resource: &resources::Resource| {
        Resource::new(resource.uri, resource.name)
            .with_title(resource.title)
            .with_description(resource.summary)
            .with_mime_type(resource.media.mime())
            .with_annotations(annotations(resource.media))
    };
    let fixed = RESOURCES.iter().filter(|resource| resource.variable.is_none());
    ListResourcesResult::with_all_items(fixed.map(resource).collect())
}

pub(super) fn templates() -> ListResourceTemplatesResult {
    let template = |resource: &resources::Resource| {
        ResourceTemplate::new(resource.uri, resource.name)
            .with_title(resource.title)
            .with_description(resource.summary)
            .with_mime_type(resource.media.mime())
            .with_annotations(annotations(resource.media))
    };
    let varying = RESOURCES.iter().filter(|resource| resource.variable.is_some());
    ListResourceTemplatesResult::with_all_items(varying.map(template).collect())
}

pub(super) fn read(uri: &str, cx: &Context) -> Result<ReadResourceResult, OpError> {
    let (resource, text) = resources::read(uri, cx)?;
    let contents = ResourceContents::text(text, uri).with_mime_type(resource.media.mime());
    Ok(ReadResourceResult::new(vec![contents]))
}

/// Who a page is for: people read prose.
fn annotations(media: Media) -> Annotations {
    let audience = match media {
        Media::Json => vec![Role::Assistant],
        Media::Markdown => vec![Role::User, Role::Assistant],
    };
    Annotations::default().with_audience(audience)
}
