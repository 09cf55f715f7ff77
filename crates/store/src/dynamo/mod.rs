//! The store in DynamoDB: one table with the keys `pk` and `sk`, for any number of writers.
//!
//! ```text
//! pk              sk                                   holds
//! meta            schema                               the version of all this
//! objects         NAME                                 manifest: mark, revision, generation, principals and books
//! more#OBJECT     GENERATION#CHUNK                     what of a manifest is too long for one item
//! piece#PRINCIPAL OBJECT#GENERATION#CHUNK              the piece of a principal in an object
//! shelf#SHELF     TIME#ID                              the order of documents
//! document#SHELF  ID                                   a document; more#SHELF#ID its further chunks
//! policies        NAME                                 that there is such a policy
//! policy#NAME     VERSION                              a version
//! ```
//!
//! INVARIANT: pieces count only while the manifest of their object names their generation. They are written before it and deleted after it, so
//! an end in between leaves pieces that nobody sees. A generation is the revision of the manifest that follows and the number of the content: what is
//! tried again writes the same items, and no two manifests share one. A manifest is written only over the revision that was read.
//!
//! A reader takes pieces, then holds them against the manifests: if one changed meanwhile, it reads again.

mod backoff;
mod chunks;
mod connect;
mod documents;
mod dynamo_store;
mod fault;
mod item;
mod manifest;
mod partials;
mod policies;
mod read;
mod table;

pub use connect::Settings;
pub use dynamo_store::DynamoStore;
