//! How much a request may ask for. Each limit has its one place; the figures are generous for people and small for machines.

/// The limits of one surface.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one document.
    pub document_bytes: u64,
    /// Bytes of one request or usage file.
    pub file_bytes: u64,
    /// Bytes of one log as it lies in storage. Logs are read as streams, so this bounds time, not memory.
    pub log_bytes: u64,
    /// Files found below the folders of one request.
    pub files: usize,
    /// Folders below a folder.
    pub depth: usize,
    /// Items of a list when the request does not say.
    pub page: usize,
    /// Items of a list, whatever the request says.
    pub page_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 10_000_000,
            file_bytes: 1 << 30,
            log_bytes: 1 << 40,
            files: 1_000_000,
            depth: 64,
            page: usize::MAX,
            page_max: usize::MAX,
        }
    }
}

impl Limits {
    /// For callers that are programs or models: a page is short unless more is asked for.
    pub fn served() -> Self {
        Self {
            document_bytes: 1_000_000,
            file_bytes: 64 << 20,
            log_bytes: 64 << 20,
            files: 10_000,
            page: 1_000,
            page_max: 10_000,
            ..Self::default()
        }
    }
}
