//! What is made of each directory of schemas is what is committed.

use std::env;
use std::fs;
use std::path::PathBuf;

use avrolane::codegen::{DateTimeTypes, DecimalTypes, Generator, UuidTypes};

/// The directories, each with the settings that its types are made with.
fn cases() -> Vec<(&'static str, Generator)> {
    let plain = |name| (name, Generator::new());
    vec![
        plain("change_capture"),
        plain("defaults"),
        plain("events"),
        plain("fixed"),
        plain("governance"),
        plain("java"),
        plain("logical_types"),
        plain("names"),
        ("namespaces", Generator::new().module_per_namespace()),
        (
            "numbers",
            Generator::new()
                .dates_and_times(DateTimeTypes::Numbers)
                .decimals(DecimalTypes::Bytes)
                .uuids(UuidTypes::Wire),
        ),
        plain("references"),
        plain("shop"),
        plain("tree"),
        plain("unions"),
    ]
}

pub(crate) fn here() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/codegen"))
}

#[test]
fn the_types_of_each_directory_are_as_committed() {
    let update = env::var_os("AVROLANE_UPDATE").is_some();
    let mut changed = Vec::new();
    for (name, generator) in cases() {
        let generator = generator.schema_dir(here().join("schemas").join(name));
        let generated = generator.generate_code().unwrap();
        assert_eq!(generated.warnings, [], "{name}");
        let path = here().join("generated").join(name).with_extension("rs");
        let committed = fs::read_to_string(&path).unwrap_or_default();
        if generated.code != committed {
            changed.push(name);
            if update {
                fs::write(&path, &generated.code).unwrap();
            }
        }
    }
    assert!(
        update || changed.is_empty(),
        "{changed:?} changed; AVROLANE_UPDATE=1 writes them anew"
    );
}
