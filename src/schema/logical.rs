//! Which types have which logical types.

use std::f64::consts::LOG10_2;

use super::json::Json;
use super::model::{Type, TypeKind};

impl Type {
    /// The value of `logicalType`, if it is one that the specification knows and that this type can
    /// have: others are ignored, as the specification asks.
    pub(crate) fn valid_logical_type(&self) -> Option<&str> {
        let logical_type = self.logical_type()?;
        let applies = match (logical_type, &self.kind) {
            ("date" | "time-millis", TypeKind::Int)
            | (
                "time-micros"
                | "timestamp-millis"
                | "timestamp-micros"
                | "timestamp-nanos"
                | "local-timestamp-millis"
                | "local-timestamp-micros"
                | "local-timestamp-nanos",
                TypeKind::Long,
            )
            | ("big-decimal", TypeKind::Bytes)
            | ("uuid", TypeKind::String) => true,
            ("decimal", TypeKind::Bytes | TypeKind::Fixed(_)) => self.decimal_scale().is_some(),
            ("uuid", TypeKind::Fixed(fixed)) => fixed.size == 16,
            ("duration", TypeKind::Fixed(fixed)) => fixed.size == 12,
            _ => false,
        };
        applies.then_some(logical_type)
    }

    /// The scale of a decimal, if `precision` and `scale` are those of one.
    pub(crate) fn decimal_scale(&self) -> Option<&str> {
        let number = |key: &str| match self.property(key) {
            Some(Json::Number(text)) => Some(Some(text.as_str())),
            Some(_) => None,
            None => Some(None),
        };
        let precision: i32 = number("precision")??.parse().ok()?;
        let text = number("scale")?.unwrap_or("0");
        let scale: i32 = text.parse().ok()?;
        let fits = match &self.kind {
            TypeKind::Fixed(fixed) => u32::try_from(fixed.size).is_ok_and(|size| {
                let bits = 8.0 * f64::from(size) - 1.0;
                f64::from(precision) <= (bits * LOG10_2).floor()
            }),
            _ => true,
        };
        (precision > 0 && fits && (0..=precision).contains(&scale)).then_some(text)
    }
}
