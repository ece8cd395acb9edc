//! Logical types as types of other crates.

use super::arguments::argument;
use super::model::External;
use super::settings::{DateTimeTypes, DecimalTypes, LogicalTypes, UuidTypes};
use crate::schema::{Json, Type, TypeKind};

/// What stands for a logical type.
#[derive(Debug)]
pub(super) struct Logical {
    pub(super) ty: &'static External,
    /// The arguments of `#[avro(…)]` that say as which Avro type it is written; none where that is
    /// the type's own.
    pub(super) arguments: Vec<String>,
    /// The properties of the Avro type that are thereby said.
    pub(super) said: &'static [&'static str],
    /// What there is to know of a decimal.
    pub(super) decimal: Option<Decimal>,
}

/// What there is to know of a decimal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal {
    /// The number of digits.
    pub(super) precision: u64,
    /// Whether the schema says the scale, rather than to leave it out for 0.
    pub(super) says_scale: bool,
}

/// The type that stands for the logical type, if it is a valid one and the settings have one.
pub(super) fn external(ty: &Type, settings: LogicalTypes) -> Option<Logical> {
    match (&ty.kind, ty.logical_type()?) {
        (TypeKind::Bytes | TypeKind::Fixed(_), "decimal") => decimal(ty, settings.decimals),
        (TypeKind::Bytes, "big-decimal") if settings.decimals == DecimalTypes::BigDecimal => {
            Some(Logical {
                ty: &BIG_DECIMAL,
                arguments: vec![argument("logical", "big-decimal")],
                said: JUST_THE_NAME,
                decimal: None,
            })
        }
        (TypeKind::String, "uuid") => uuid(settings.uuids, Vec::new()),
        (TypeKind::Fixed(fixed), "uuid") if fixed.size == 16 => {
            uuid(settings.uuids, vec![argument("logical", "uuid")])
        }
        (TypeKind::Fixed(fixed), "duration") if fixed.size == 12 => Some(Logical {
            ty: &DURATION,
            arguments: vec![argument("logical", "duration")],
            said: JUST_THE_NAME,
            decimal: None,
        }),
        (kind, logical_type) => point_in_time(kind, logical_type, settings.dates_and_times),
    }
}

/// The argument that says the logical type of what is on the wire, and the properties that it says;
/// nothing where it has to be said by properties, as it is not valid there or is a decimal's.
pub(super) fn on_the_wire(ty: &Type) -> (Option<String>, &'static [&'static str]) {
    let Some(logical_type) = ty.logical_type() else {
        return (None, &[]);
    };
    let has_meaning = is_number(&ty.kind, logical_type)
        || matches!((&ty.kind, logical_type), (TypeKind::String, "uuid"));
    if has_meaning || !KNOWN.contains(&logical_type) {
        (Some(argument("logical", logical_type)), JUST_THE_NAME)
    } else {
        (None, &[])
    }
}

/// Whether the logical type is one of this number.
fn is_number(kind: &TypeKind, logical_type: &str) -> bool {
    match kind {
        TypeKind::Int => matches!(logical_type, "date" | "time-millis"),
        TypeKind::Long => matches!(
            logical_type,
            "time-micros"
                | "timestamp-millis"
                | "timestamp-micros"
                | "timestamp-nanos"
                | "local-timestamp-millis"
                | "local-timestamp-micros"
                | "local-timestamp-nanos"
        ),
        _ => false,
    }
}

/// The logical types that the derive has a meaning for.
const KNOWN: [&str; 13] = [
    "decimal",
    "big-decimal",
    "uuid",
    "duration",
    "date",
    "time-millis",
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
];

const JUST_THE_NAME: &[&str] = &["logicalType"];

fn decimal(ty: &Type, types: DecimalTypes) -> Option<Logical> {
    let external = match types {
        DecimalTypes::RustDecimal => &RUST_DECIMAL,
        DecimalTypes::BigDecimal => &BIG_DECIMAL,
        DecimalTypes::Bytes => return None,
    };
    let precision = digits(ty.property("precision")?).filter(|precision| *precision > 0)?;
    if let TypeKind::Fixed(fixed) = &ty.kind
        && precision > most_digits(fixed.size)
    {
        return None;
    }
    let mut arguments = vec![
        argument("logical", "decimal"),
        format!("precision = {precision}"),
    ];
    let scale = match ty.property("scale") {
        Some(scale) => Some(digits(scale).filter(|scale| *scale <= precision)?),
        None => None,
    };
    arguments.extend(scale.map(|scale| format!("scale = {scale}")));
    Some(Logical {
        ty: external,
        arguments,
        said: &["logicalType", "precision", "scale"],
        decimal: Some(Decimal {
            precision,
            says_scale: scale.is_some(),
        }),
    })
}

/// How many digits any number of so many bytes may have: more are no valid decimal.
fn most_digits(bytes: usize) -> u64 {
    /// The common logarithm of 2, times 10 to the 18th.
    const LOGARITHM: u128 = 301_029_995_663_981_195;
    let bits = (8 * bytes as u128).saturating_sub(1);
    u64::try_from(bits * LOGARITHM / 10_u128.pow(18)).unwrap_or(u64::MAX)
}

fn digits(json: &Json) -> Option<u64> {
    match json {
        Json::Number(text) => text
            .parse()
            .ok()
            .filter(|digits| *digits <= u64::from(u32::MAX)),
        _ => None,
    }
}

fn uuid(types: UuidTypes, arguments: Vec<String>) -> Option<Logical> {
    match types {
        UuidTypes::Uuid => Some(Logical {
            ty: &UUID,
            arguments,
            said: JUST_THE_NAME,
            decimal: None,
        }),
        UuidTypes::Wire => None,
    }
}

fn point_in_time(kind: &TypeKind, logical_type: &str, types: DateTimeTypes) -> Option<Logical> {
    let [date, time, timestamp, local] = match types {
        DateTimeTypes::Chrono => &CHRONO,
        DateTimeTypes::Time => &TIME,
        DateTimeTypes::Jiff => &JIFF,
        DateTimeTypes::Numbers => return None,
    };
    if !is_number(kind, logical_type) {
        return None;
    }
    let ty = match logical_type {
        "date" => date,
        "time-millis" | "time-micros" => time,
        "timestamp-millis" | "timestamp-micros" | "timestamp-nanos" => timestamp,
        _ => local,
    };
    // What these types are by themselves needs no attribute.
    let natural = matches!(
        logical_type,
        "date" | "time-micros" | "timestamp-millis" | "local-timestamp-millis"
    );
    let arguments = match natural {
        true => Vec::new(),
        false => vec![argument("logical", logical_type)],
    };
    Some(Logical {
        ty,
        arguments,
        said: JUST_THE_NAME,
        decimal: None,
    })
}

const fn external_type(label: &'static str, path: &'static str) -> External {
    External {
        label,
        path,
        argument: None,
    }
}

static DURATION: External = external_type("Duration", "avrolane::codec::logical::AvroDuration");
static UUID: External = external_type("Uuid", "uuid::Uuid");
static RUST_DECIMAL: External = external_type("Decimal", "rust_decimal::Decimal");
static BIG_DECIMAL: External = external_type("Decimal", "bigdecimal::BigDecimal");

/// The types for dates, times of day, points in time, and those without a time zone.
static CHRONO: [External; 4] = [
    external_type("Date", "chrono::NaiveDate"),
    external_type("Time", "chrono::NaiveTime"),
    External {
        label: "Timestamp",
        path: "chrono::DateTime",
        argument: Some("chrono::Utc"),
    },
    external_type("LocalTimestamp", "chrono::NaiveDateTime"),
];

static TIME: [External; 4] = [
    external_type("Date", "time::Date"),
    external_type("Time", "time::Time"),
    external_type("Timestamp", "time::OffsetDateTime"),
    external_type("LocalTimestamp", "time::PrimitiveDateTime"),
];

static JIFF: [External; 4] = [
    external_type("Date", "jiff::civil::Date"),
    external_type("Time", "jiff::civil::Time"),
    external_type("Timestamp", "jiff::Timestamp"),
    external_type("LocalTimestamp", "jiff::civil::DateTime"),
];
