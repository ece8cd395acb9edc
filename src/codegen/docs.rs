//! Documentation as comments.

/// Whether comments say the documentation word for word: they have no white space at the ends of
/// lines, and none around the whole.
pub(super) fn survives(doc: &str) -> bool {
    let lines = doc.split('\n');
    !doc.is_empty()
        && doc.trim() == doc
        && lines
            .clone()
            .all(|line| line.trim_end() == line && !line.contains('\r'))
}

/// The lines of comments or attributes that say the documentation.
pub(super) fn comments(doc: &str) -> Vec<String> {
    let has_code = has_code(doc);
    let lines = doc.trim().lines().map(str::trim_end);
    lines.map(|line| comment(line, has_code)).collect()
}

fn comment(line: &str, has_code: bool) -> String {
    // What a terminal or an editor shows differently from what stands there is no comment.
    let is_plain = !line.chars().any(|character| {
        character.is_control() && character != '\t'
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
    });
    let text = format!(" {line}");
    match (has_code, is_plain) {
        (false, true) if line.is_empty() => "///".to_owned(),
        (false, true) => format!("///{text}"),
        (false, false) => format!("#[doc = {text:?}]"),
        // Otherwise `cargo test` would run it.
        (true, _) => format!("#[cfg_attr(not(doctest), doc = {text:?})]"),
    }
}

/// Whether rustdoc takes a part of the documentation for code.
fn has_code(doc: &str) -> bool {
    doc.lines().any(|line| {
        let text = line.trim_start();
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        is_indented && !text.is_empty() || text.starts_with("```") || text.starts_with("~~~")
    })
}

/// A text as one name: what cannot stand in names stands for the end of a word.
pub(super) fn words(text: &str) -> String {
    let characters = text.chars();
    characters
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_a_comment_unless_it_would_be_run_or_misread() {
        assert_eq!(
            comments("One.\n\n  Two."),
            ["/// One.", "///", "///   Two."]
        );
        assert_eq!(comments("a\u{202e}b"), [r#"#[doc = " a\u{202e}b"]"#]);
        assert_eq!(
            comments("So:\n```\nx"),
            [
                r#"#[cfg_attr(not(doctest), doc = " So:")]"#,
                r#"#[cfg_attr(not(doctest), doc = " ```")]"#,
                r#"#[cfg_attr(not(doctest), doc = " x")]"#,
            ]
        );
    }

    #[test]
    fn white_space_at_the_ends_does_not_survive() {
        for doc in ["", " a", "a ", "a \nb", "a\r\nb", "\na"] {
            assert!(!survives(doc), "{doc:?}");
        }
        assert!(survives("a\n  b\n\nc"));
    }
}
