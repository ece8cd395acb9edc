//! Names in the conventions of Rust, and back.

/// A convention that `rename_all` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    ScreamingSnake,
    Camel,
    Pascal,
    Snake,
    Upper,
    Lower,
}

impl Case {
    /// All, those that schemas use most first.
    pub(super) const ALL: [Self; 6] = [
        Self::ScreamingSnake,
        Self::Camel,
        Self::Pascal,
        Self::Snake,
        Self::Upper,
        Self::Lower,
    ];

    /// How `rename_all` spells it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Snake => "snake_case",
            Self::Upper => "UPPERCASE",
            Self::Lower => "lowercase",
        }
    }

    /// What `rename_all` makes of a field.
    pub(super) fn of_field(self, name: &str) -> String {
        match self {
            Self::Snake | Self::Lower => name.to_owned(),
            Self::ScreamingSnake | Self::Upper => name.to_ascii_uppercase(),
            Self::Camel | Self::Pascal => {
                self.join(name.split('_').filter(|word| !word.is_empty()))
            }
        }
    }

    /// What `rename_all` makes of a variant.
    pub(super) fn of_variant(self, name: &str) -> String {
        let starts = name.char_indices().filter_map(|(position, character)| {
            (character.is_uppercase() && position > 0).then_some(position)
        });
        let mut words = Vec::new();
        let mut rest = 0;
        for start in starts.chain([name.len()]) {
            words.extend(name.get(rest..start).filter(|word| !word.is_empty()));
            rest = start;
        }
        self.join(words.into_iter())
    }

    fn join<'a>(self, words: impl Iterator<Item = &'a str>) -> String {
        let words = words.enumerate().map(|(position, word)| match self {
            Self::Lower | Self::Snake => word.to_lowercase(),
            Self::Upper | Self::ScreamingSnake => word.to_uppercase(),
            Self::Camel if position == 0 => word.to_lowercase(),
            Self::Pascal | Self::Camel => capitalized(&word.to_lowercase()),
        });
        let separator = match self {
            Self::Snake | Self::ScreamingSnake => "_",
            Self::Lower | Self::Upper | Self::Pascal | Self::Camel => "",
        };
        words.collect::<Vec<_>>().join(separator)
    }
}

/// The name of a field or a module, as Rust spells it.
pub(super) fn snake(name: &str) -> String {
    let lower = |name: &str| !name.chars().any(|character| character.is_ascii_uppercase());
    if lower(name) && !name.trim_matches('_').contains("__") {
        return name.to_owned();
    }
    let inner = name.trim_start_matches('_');
    let underscores = name.len() - inner.len();
    let characters = inner.chars().collect::<Vec<_>>();
    let mut result = "_".repeat(underscores.min(1));
    for (position, &character) in characters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(position + 1);
        let starts_word = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word || character == '_' {
            separate(&mut result);
        }
        if character != '_' {
            result.push(character.to_ascii_lowercase());
        }
    }
    result.trim_end_matches('_').to_owned()
}

fn separate(result: &mut String) {
    if !result.ends_with('_') {
        result.push('_');
    }
}

/// The name of a type or a variant, as Rust spells it.
pub(super) fn pascal(name: &str) -> String {
    let has_lower = name.chars().any(|character| character.is_ascii_lowercase());
    let mut result = String::with_capacity(name.len());
    for word in name.split('_').filter(|word| !word.is_empty()) {
        let digits_meet = result.ends_with(|last: char| last.is_ascii_digit())
            && word.starts_with(|first: char| first.is_ascii_digit());
        if digits_meet {
            result.push('_');
        }
        if has_lower {
            result.push_str(&capitalized(word));
        } else {
            result.push_str(&capitalized(&word.to_ascii_lowercase()));
        }
    }
    if result.is_empty() {
        return "Underscore".to_owned();
    }
    if result.starts_with(|first: char| first.is_ascii_digit()) {
        result.insert(0, '_');
    }
    result
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_spelled_in_snake_case() {
        for (name, expected) in [
            ("tailNumber", "tail_number"),
            ("tail_number", "tail_number"),
            ("HTTPStatus", "http_status"),
            ("orderID", "order_id"),
            ("SKU", "sku"),
            ("line2Amount", "line2_amount"),
            ("Address_Line__2", "address_line_2"),
            ("a__b", "a_b"),
            ("_id", "_id"),
            ("__typeName", "_type_name"),
            ("_", "_"),
            ("type", "type"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn types_and_variants_are_spelled_in_pascal_case() {
        for (name, expected) in [
            ("Order", "Order"),
            ("order_line", "OrderLine"),
            ("OUT_OF_STOCK", "OutOfStock"),
            ("HTTPServer", "HTTPServer"),
            ("SKU", "Sku"),
            ("v1_2", "V1_2"),
            ("_404", "_404"),
            ("orderLine", "OrderLine"),
            ("_", "Underscore"),
            ("a", "A"),
        ] {
            assert_eq!(pascal(name), expected, "{name}");
        }
    }

    #[test]
    fn the_conventions_lead_back_to_the_names_of_the_schema() {
        assert_eq!(Case::Camel.of_field("tail_number"), "tailNumber");
        assert_eq!(
            Case::ScreamingSnake.of_variant("OutOfStock"),
            "OUT_OF_STOCK"
        );
        assert_eq!(Case::Lower.of_variant("Open"), "open");
        assert_eq!(Case::Camel.of_variant("OutOfStock"), "outOfStock");
        assert_eq!(Case::Pascal.of_field("tail_number"), "TailNumber");
        assert_eq!(Case::Snake.of_variant("V1_2"), "v1_2");
    }
}
