//! Settings in the environment.

use std::ffi::OsString;

use super::key::{Key, Treatment};
use super::keys;
use super::values::Values;

/// Asks for the variable of each setting.
pub(super) fn read(variable: impl Fn(&str) -> Option<OsString>) -> Values {
    let mut values = Values::default();
    for key in keys::CLIENT.iter().chain(keys::SERDES) {
        // Those that a prefix stands for have names in which capitals matter.
        if key.is_prefix() {
            continue;
        }
        let name = name(key);
        let Some(value) = variable(&name) else {
            continue;
        };
        match (value.to_str(), key.treatment) {
            (None, _) => values.refuse(&name, "it is not UTF-8"),
            (Some(""), _) => {}
            (Some(text), Treatment::Understood) => values.put(key, name, text),
            (Some(_), Treatment::Refused(instead)) => values.refuse(&name, instead),
        }
    }
    values
}

/// The variable of a setting: `SCHEMA_REGISTRY_MAX_RETRIES`.
fn name(key: &Key) -> String {
    format!(
        "SCHEMA_REGISTRY_{}",
        key.name.to_uppercase().replace('.', "_")
    )
}
