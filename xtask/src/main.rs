//! Tasks of the workspace that are not part of the product.
fn main() {}
