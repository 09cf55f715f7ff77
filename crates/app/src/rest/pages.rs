//! The web front end's files, which are part of the binary.

/// One file.
pub(super) struct Page {
    /// Where it is served.
    pub(super) path: &'static str,
    pub(super) media: &'static str,
    /// Its entity tag, a weak one: the same whether it goes out compressed or not.
    pub(super) tag: &'static str,
    /// Whether what is at its path never changes.
    pub(super) keeps: bool,
    pub(super) plain: &'static [u8],
    pub(super) gzip: Option<&'static [u8]>,
}

/// All of them, as the build script found them.
pub(super) static PAGES: &[Page] = &include!(concat!(env!("OUT_DIR"), "/pages.rs"));
