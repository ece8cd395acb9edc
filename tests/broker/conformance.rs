//! The suite that any Schema Registry is held to, asked of a real one.

use crate::servers::Servers;

#[path = "../conformance/mod.rs"]
mod suite;

#[test]
fn apicurio_deviates_from_confluents_server_where_it_is_known_to() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    suite::assert_conforms(&servers.schema_registry_url, &DEVIATIONS);
}

/// Requests by their names, and what Apicurio 3.3.3 does otherwise.
const DEVIATIONS: [(&str, &str); 58] = [
    ("unknown subject: config", NO_SETTINGS),
    ("unknown subject: config of the whole", NO_SETTINGS),
    ("unknown subject: mode", NO_SETTINGS),
    ("the level is gone", NO_SETTINGS),
    ("unknown path", PLAIN),
    ("invalid JSON", PLAIN),
    ("a body of another shape", PLAIN),
    ("empty schema", OTHER_TYPES),
    ("unknown schema type", OTHER_TYPES),
    ("registering answers the version too", ID_ALONE),
    ("a version has a GUID and a time", ID_ALONE),
    ("schema by GUID: its GUID", ID_ALONE),
    ("schema by GUID", ID_ALONE),
    ("register what is incompatible", CODE_409),
    ("BACKWARD_TRANSITIVE: third is refused", CODE_409),
    ("FORWARD: third is refused", CODE_409),
    ("FULL: third is refused", CODE_409),
    ("FORWARD_TRANSITIVE: third is refused", CODE_409),
    ("FULL_TRANSITIVE: third is refused", CODE_409),
    ("incompatible by force", NO_FORCE),
    ("a word for a version", VERSIONS),
    ("version 0", VERSIONS),
    ("subjects by prefix", NO_PREFIX),
    ("subjects in pages", NO_PREFIX),
    ("schemas by prefix, the latest alone", NO_PREFIX),
    ("deleted subject: not listed", NO_PREFIX),
    ("deleted subject: listed if asked", NO_PREFIX),
    ("incompatible, with the reasons", NO_MESSAGES),
    ("alias: set", NO_ALIAS),
    ("alias: read", NO_ALIAS),
    ("read-only: register", NO_MODES),
    ("read-only: set the level", NO_MODES),
    ("import: with id and version", NO_MODES),
    ("import: the version", NO_MODES),
    ("import: again with another schema", NO_MODES),
    ("import: clean up", NO_MODES),
    ("import: clean up for good", NO_MODES),
    ("id outside of an import", NO_MODES),
    ("unknown mode", MODE_CODE),
    ("reference to the latest", NO_LATEST_REFERENCE),
    ("metadata", NO_METADATA),
    ("metadata: another id than without", NO_METADATA),
    ("metadata: inherited", NO_METADATA),
    ("metadata: find by it", NO_METADATA),
    ("tags: find one", NO_TAGS),
    (
        "a reference within the subject: does not keep the subject",
        EVERY_REFERRER,
    ),
    (
        "deleted referrer: does not keep what it refers to",
        EVERY_REFERRER,
    ),
    ("context: register", NO_CONTEXTS),
    ("context: listed", NO_CONTEXTS),
    ("context: id", NO_CONTEXTS),
    ("context: by path", NO_CONTEXTS),
    ("deleted: versions as negative numbers", NO_NEGATIVE),
    ("delete softly again", DELETION_STATUS),
    ("delete for good before softly", DELETION_STATUS),
    ("delete a subject for good before softly", DELETION_STATUS),
    ("delete the subject once more", DELETES_ALL),
    ("server: version", NO_METADATA_PATHS),
    ("server: cluster", NO_METADATA_PATHS),
];

const NO_SETTINGS: &str = "has no settings of a subject that is not there, and falls back to those of the whole without being asked";
const PLAIN: &str = "answers what its web server refuses without an error code";
const OTHER_TYPES: &str =
    "takes an empty text for Protobuf, and answers 500 for a type that it does not know";
const ID_ALONE: &str = "answers the id alone, and knows neither GUIDs nor times";
const CODE_409: &str = "answers 409 with the error code 409 for what is incompatible";
const NO_FORCE: &str = "knows no `force`";
const NO_TAGS: &str = "knows no `findTags`";
const NO_NEGATIVE: &str = "knows no `deletedAsNegative`";
const EVERY_REFERRER: &str =
    "counts referrers that were deleted, and those in the subject that is to be deleted";
const VERSIONS: &str = "takes every word for a version that is not found";
const NO_PREFIX: &str = "ignores `subjectPrefix` and `latestOnly`";
const NO_MESSAGES: &str = "gives no messages with `verbose`";
const NO_ALIAS: &str = "knows no aliases";
const NO_MODES: &str =
    "stores modes and does not enforce them, so that no id can be chosen and none is refused";
const MODE_CODE: &str = "answers 42201 for a mode that it does not know";
const NO_LATEST_REFERENCE: &str = "refuses references to version -1";
const NO_METADATA: &str = "drops metadata";
const NO_CONTEXTS: &str = "takes a context for a part of the name of the subject";
const DELETION_STATUS: &str =
    "answers 409 with the right error code for what was deleted already, or not yet";
const DELETES_ALL: &str = "tells versions that were deleted before as deleted now";
const NO_METADATA_PATHS: &str = "does not have these paths";
