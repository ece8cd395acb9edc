//! The suite that any Schema Registry is held to.

use avrolane_embedded::EmbeddedRegistry;

#[path = "../../../tests/conformance/mod.rs"]
mod suite;

#[test]
fn the_embedded_registry_answers_as_confluents_does() {
    let registry = EmbeddedRegistry::start().unwrap();
    suite::assert_conforms(registry.url(), &[]);
}
