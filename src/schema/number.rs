//! Numbers in the spelling of Java, which is the one that registries store.

/// The text that Jackson writes for a number whose JSON text it has read: integers as they are,
/// other numbers as Java's `Double.toString` spells them.
pub(super) fn java_spelling(text: &str) -> String {
    if text == "-0" {
        return "0".to_owned();
    }
    if !text.contains(['.', 'e', 'E']) {
        return text.to_owned();
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => java_double(number),
        // Beyond the range of a double, Java would forget the number.
        _ => text.to_owned(),
    }
}

/// `Double.toString` of a finite number: digits for numbers from a thousandth up to ten million,
/// and an exponent for others.
pub(crate) fn java_double(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-3..1e7).contains(&magnitude) {
        return format!("{number:?}");
    }
    with_fraction(format!("{number:E}"))
}

/// `Float.toString` of a finite number, by the same rules.
pub(super) fn java_float(number: f32) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-3..1e7).contains(&magnitude) {
        return format!("{number:?}");
    }
    with_fraction(format!("{number:E}"))
}

/// Java writes a digit behind the point even where it is a zero.
fn with_fraction(text: String) -> String {
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_java_spells_them() {
        for (text, java) in [
            ("0", "0"),
            ("-0", "0"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("1.0", "1.0"),
            ("0.10", "0.1"),
            ("-0.0", "-0.0"),
            ("1e3", "1000.0"),
            ("9999999.5", "9999999.5"),
            ("1e7", "1.0E7"),
            ("123456789.5", "1.234567895E8"),
            ("0.001", "0.001"),
            ("0.0001", "1.0E-4"),
            ("1.5E-10", "1.5E-10"),
            ("-2.5e+20", "-2.5E20"),
            ("1e999", "1e999"),
        ] {
            assert_eq!(java_spelling(text), java, "{text}");
        }
    }

    #[test]
    fn floats_have_as_many_digits_as_tell_them_apart() {
        for (number, java) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (16_777_216.0, "1.6777216E7"),
            (1e20, "1.0E20"),
        ] {
            assert_eq!(java_float(number), java);
        }
    }
}
