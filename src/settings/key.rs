//! The names of settings, and what is done about each.

use super::keys;

/// A setting of another client, by its name there.
#[derive(Debug)]
pub(super) struct Key {
    /// The name. That of a client's setting may have the prefix `schema.registry.`; one that ends
    /// with a dot stands for all that begin so.
    pub(super) name: &'static str,
    pub(super) treatment: Treatment,
}

/// What is done about a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It sets what it sets there.
    Understood,
    /// It is refused; what to do instead.
    Refused(&'static str),
}

/// What Java puts in front of the settings of its registry client (`CLIENT_NAMESPACE` of
/// `SchemaRegistryClientConfig.java`).
pub(super) const PREFIX: &str = "schema.registry.";

impl Key {
    pub(super) const fn understood(name: &'static str) -> Self {
        Self {
            name,
            treatment: Treatment::Understood,
        }
    }

    pub(super) const fn refused(name: &'static str, instead: &'static str) -> Self {
        Self {
            name,
            treatment: Treatment::Refused(instead),
        }
    }

    /// The setting of this name, with the prefix or without it.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        let without_prefix = name.strip_prefix(PREFIX);
        let client = keys::CLIENT
            .iter()
            .find(|key| key.is_named(without_prefix.unwrap_or(name)));
        client.or_else(|| {
            let mut others = keys::SERDES.iter().chain(keys::KAFKA);
            others.find(|key| key.is_named(name))
        })
    }

    /// Whether this stands for all settings that begin so.
    pub(super) fn is_prefix(&self) -> bool {
        self.name.ends_with('.')
    }

    fn is_named(&self, name: &str) -> bool {
        if self.is_prefix() {
            name.len() > self.name.len() && name.starts_with(self.name)
        } else {
            name == self.name
        }
    }

    /// The name of a setting that was probably meant by one that is unknown.
    pub(super) fn nearest(unknown: &str) -> Option<&'static str> {
        // Nobody means a name that is longer than all of them.
        if unknown.len() > 100 {
            return None;
        }
        let unknown = unknown.to_lowercase().replace(['_', '-'], ".");
        let unknown = unknown.strip_prefix(PREFIX).unwrap_or(&unknown);
        Self::all()
            .map(|key| (distance(unknown, key.name), key.name))
            .filter(|&(distance, name)| distance <= 1 + name.len() / 6)
            .min()
            .map(|(_, name)| name)
    }

    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        keys::CLIENT.iter().chain(keys::SERDES).chain(keys::KAFKA)
    }
}

/// How many characters must be added, dropped or replaced to make the one text the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // The distances of what was read of `a` from each beginning of `b`.
    let mut distances: Vec<usize> = (0..=b.len()).collect();
    for (i, of_a) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (above, of_b) in distances.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(of_a != *of_b);
            diagonal = *above;
            *above = replaced.min(left + 1).min(diagonal + 1);
            left = *above;
        }
        if let Some(first) = distances.first_mut() {
            *first = i + 1;
        }
    }
    distances.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_clients_setting_may_be_left_out() {
        for name in ["url", "schema.registry.url"] {
            assert_eq!(Key::find(name).unwrap().name, "url");
        }
        assert!(Key::find("schema.registry.auto.register.schemas").is_none());
        assert!(Key::find("request.header.").is_none());
        assert_eq!(
            Key::find("request.header.x").unwrap().name,
            "request.header."
        );
    }

    #[test]
    fn no_name_stands_for_two_settings() {
        let mut names: Vec<_> = Key::all().map(|key| key.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn the_distance_counts_single_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant() {
        for (slip, meant) in [
            ("auto.register.schema", "auto.register.schemas"),
            ("use_latest_version", "use.latest.version"),
            (
                "schema.registry.basic.auth.userinfo",
                "basic.auth.user.info",
            ),
        ] {
            assert_eq!(Key::nearest(slip), Some(meant));
        }
        assert_eq!(Key::nearest("something.else.entirely"), None);
        assert_eq!(Key::nearest(&"x".repeat(1 << 20)), None);
    }
}
