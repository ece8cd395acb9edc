//! Reading into a value that there is already leaves nothing of it behind.

use avrolane::codec::{self, Limits, Plan};
use avrolane::schema::Schema;
use avrolane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

/// Reads `value` into `old`, as the type's own schema wrote it and as another one did.
fn assert_replaces<T>(value: &T, mut old: T, mut older: T)
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + PartialEq + std::fmt::Debug,
{
    let schema = Schema::of::<T>();
    let datum = codec::encode(value).expect("the value can be written");
    let limits = Limits::default();
    let plan = Plan::of::<T>(&schema).expect("a type reads its own schema");
    plan.decode_into(&mut old, &datum, &limits)
        .expect("it was just written");
    assert_eq!(&old, value);
    // A field that the reader does not have keeps the plan from being the identical one.
    let text = schema.to_string().replacen(
        r#""fields":["#,
        r#""fields":[{"name":"further","type":"null"},"#,
        1,
    );
    let other = Schema::parse(&text).expect("a field more makes another schema");
    let plan = Plan::of::<T>(&other).expect("a field more is skipped");
    plan.decode_into(&mut older, &datum, &limits)
        .expect("null takes no bytes");
    assert_eq!(&older, value);
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Inner {
    number: i32,
    #[avro(skip = 7)]
    seven: i32,
    #[avro(flatten)]
    innermost: Innermost,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Innermost {
    text: String,
    #[avro(skip)]
    cached: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Outer {
    #[avro(flatten)]
    inner: Inner,
    #[avro(default = 1)]
    last: Option<i64>,
    wrapped: Wrapped,
    many: Vec<Innermost>,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(transparent)]
struct Wrapped {
    value: String,
    #[avro(skip)]
    cached: Option<i32>,
}

fn outer(number: i32, cached: Option<i32>) -> Outer {
    let innermost = Innermost {
        text: number.to_string(),
        cached,
    };
    Outer {
        inner: Inner {
            number,
            seven: cached.unwrap_or(7),
            innermost: innermost.clone(),
        },
        last: cached.map(Into::into),
        wrapped: Wrapped {
            value: number.to_string(),
            cached,
        },
        many: vec![innermost],
    }
}

#[test]
fn skipped_fields_are_what_they_are_when_nothing_is_read() {
    assert_replaces(&outer(1, None), outer(2, Some(3)), outer(4, Some(5)));
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Holder {
    event: Event,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
enum Event {
    Placed {
        id: String,
        #[avro(skip)]
        cached: Option<i32>,
    },
    Number(i32),
    Nothing,
}

#[test]
fn variants_are_replaced() {
    let placed = |id: &str, cached| Holder {
        event: Event::Placed {
            id: id.to_owned(),
            cached,
        },
    };
    let number = Holder {
        event: Event::Number(1),
    };
    let nothing = Holder {
        event: Event::Nothing,
    };
    assert_replaces(&placed("a", None), placed("b", Some(1)), number.clone());
    assert_replaces(&number, placed("b", Some(1)), nothing.clone());
    assert_replaces(&nothing, number, placed("b", Some(1)));
}
