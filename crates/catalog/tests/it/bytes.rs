//! Packed bytes from anywhere: what was packed comes back, and what is broken is refused without a panic.

use catalog::facts::Facts;
use catalog::{Catalog, pack};
use proptest::prelude::*;

/// A small catalogue with something in every column.
pub(crate) fn sample() -> Facts {
    let service = "\
service\tfoo\tAmazon Foo\t-
key\taws:RequestTag/${TagKey}\tString
key\tfoo:Names\tArrayOfString
resource\tbar
\tarn\tarn:${Partition}:foo:${Region}:${Account}:bar/${Name}
\tarn\tarn:${Partition}:foo:::bar/${Name}
\tkey\tfoo:Names
resource\tBaz
\tarn\tarn:${Partition}:other:${Region}:${Account}:baz
action\tGetBar\tread
\ton\tbar\trequired\taws:RequestTag/${TagKey}
\ton\tBaz\toptional
\tneeds\tfoo:PutBar\tdocumented
action\tPutBar\twrite\tpermission-only
\tkey\tfoo:Names
";
    let client = "client\tfoos\tfoo\tfoo-endpoint
operation\tGetBar\t=\tsame-name
operation\tPutBars\tfoo:GetBar,foo:PutBar\tseveral
operation\tPing\t-\tno-permission
";
    let mut facts = Facts {
        services: vec![catalog::text::parse_service("foo.tsv", service).unwrap()],
        clients: vec![catalog::text::parse_client("foos.tsv", client).unwrap()],
        tables: vec![
            catalog::text::parse_table("colours.tsv", "colours", "# words\nred\t1\nblue\t2\n").unwrap(),
        ],
    };
    facts.sort();
    facts
}

fn packed() -> Vec<u8> {
    pack::pack(sample()).unwrap().into_bytes()
}

/// Reads everything there is to read.
fn walk(catalog: &Catalog) -> usize {
    Facts::of(catalog).services.len() + catalog.resource_types_of("arn:aws:foo:::bar/*").len()
}

#[test]
fn what_is_packed_comes_back() {
    let catalog = Catalog::open(packed()).unwrap();
    assert_eq!(Facts::of(&catalog), sample());
    assert_eq!(catalog.to_bytes(), packed());
}

#[test]
fn the_embedded_catalogue_comes_back_and_passes_the_check_for_foreign_bytes() {
    let bytes = Catalog::embedded().to_bytes();
    let again = Catalog::open(bytes.clone()).unwrap();
    assert!(pack::pack(Facts::of(&again)).unwrap().into_bytes() == bytes);
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let bytes = packed();
    for length in 0..bytes.len() {
        assert!(Catalog::open(bytes[..length].to_vec()).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = packed();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(catalog) = Catalog::open(bytes) {
            walk(&catalog);
        }
    }

    #[test]
    fn changed_bytes_before_the_columns_never_panic(place in 0..700_usize, byte in any::<u8>()) {
        let mut bytes = packed();
        bytes[place] = byte;
        if let Ok(catalog) = Catalog::open(bytes) {
            walk(&catalog);
        }
    }

    #[test]
    fn garbage_is_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..2_000), keep in 0..100_usize) {
        let head = packed();
        let keep = keep.min(bytes.len());
        bytes[..keep].copy_from_slice(&head[..keep]);
        prop_assert!(Catalog::open(bytes).is_err());
    }
}
