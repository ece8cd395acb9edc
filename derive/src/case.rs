//! The conventions of `rename_all`, spelled as serde spells them.

/// How words are put together in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
}

/// Each convention with the way it is written. Those with hyphens are no names in Avro.
const CASES: [(&str, Case); 6] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
];

impl Case {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        CASES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, case)| *case)
            .ok_or_else(|| {
                let names = CASES.map(|(name, _)| format!("`{name}`")).join(", ");
                format!("unknown case `{text}`: use one of {names}")
            })
    }

    /// Renames a field, which Rust writes in snake case.
    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal | Self::Camel => self.join(
                name.split('_')
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned),
            ),
        }
    }

    /// Renames a variant, which Rust writes in Pascal case.
    pub(crate) fn of_variant(self, name: &str) -> String {
        let mut words = Vec::<String>::new();
        for character in name.chars() {
            match words.last_mut() {
                Some(word) if !character.is_uppercase() => word.push(character),
                _ => words.push(character.to_string()),
            }
        }
        self.join(words.into_iter())
    }

    fn join(self, words: impl Iterator<Item = String>) -> String {
        let words = words.enumerate().map(|(position, word)| match self {
            Self::Lower | Self::Snake => word.to_lowercase(),
            Self::Upper | Self::ScreamingSnake => word.to_uppercase(),
            Self::Camel if position == 0 => word.to_lowercase(),
            Self::Pascal | Self::Camel => capitalized(&word),
        });
        let separator = match self {
            Self::Snake | Self::ScreamingSnake => "_",
            Self::Lower | Self::Upper | Self::Pascal | Self::Camel => "",
        };
        words.collect::<Vec<_>>().join(separator)
    }
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first
        .chain(characters.flat_map(char::to_lowercase))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn fields_are_renamed_as_serde_renames_them() {
        for (case, expected) in [
            ("lowercase", "tail_number"),
            ("UPPERCASE", "TAIL_NUMBER"),
            ("PascalCase", "TailNumber"),
            ("camelCase", "tailNumber"),
            ("snake_case", "tail_number"),
            ("SCREAMING_SNAKE_CASE", "TAIL_NUMBER"),
        ] {
            let case = Case::parse(case).ok().unwrap();
            assert_eq!(case.of_field("tail_number"), expected);
        }
    }

    #[test]
    fn variants_are_renamed_as_serde_renames_them() {
        for (case, expected) in [
            ("lowercase", "outofservice"),
            ("UPPERCASE", "OUTOFSERVICE"),
            ("PascalCase", "OutOfService"),
            ("camelCase", "outOfService"),
            ("snake_case", "out_of_service"),
            ("SCREAMING_SNAKE_CASE", "OUT_OF_SERVICE"),
        ] {
            let case = Case::parse(case).ok().unwrap();
            assert_eq!(case.of_variant("OutOfService"), expected);
        }
    }

    #[test]
    fn an_unknown_case_names_the_known_ones() {
        let message = Case::parse("kebab-case").err().unwrap();
        assert!(message.contains("`snake_case`"), "{message}");
    }
}
