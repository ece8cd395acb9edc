//! Schemas by chance. Their names are few, so that two of them have some in common.

use std::fmt::Write as _;

use arbitrary::{Arbitrary, Result, Unstructured};

/// The text of a schema; nearly always a valid one.
#[derive(Debug)]
pub struct SchemaText(pub String);

/// The texts of two schemas: the second is often the first with changes.
#[derive(Debug)]
pub struct SchemaPair {
    pub writer: String,
    pub reader: String,
}

impl<'a> Arbitrary<'a> for SchemaText {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        Generator::schema(input).map(Self)
    }
}

impl<'a> Arbitrary<'a> for SchemaPair {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        const CHANGES: [(&str, &str); 14] = [
            ("\"int\"", "\"long\""),
            ("\"long\"", "\"double\""),
            ("\"string\"", "\"bytes\""),
            ("\"int\"", "[\"null\",\"int\"]"),
            ("\"long\"", "[\"string\",\"double\"]"),
            ("[\"null\",", "["),
            ("\"A\",", ""),
            ("\"size\":", "\"size\":1"),
            ("\"name\":\"f", "\"name\":\"g"),
            ("\"default\"", "\"absent\""),
            ("\"name\":\"N", "\"name\":\"M"),
            ("\"namespace\":\"a", "\"namespace\":\"b"),
            ("\"aliases\":[", "\"aliases\":[\"M0\",\"N1\","),
            ("millis", "micros"),
        ];
        let writer = Generator::schema(input)?;
        if input.ratio(1, 3)? {
            let reader = Generator::schema(input)?;
            return Ok(Self { writer, reader });
        }
        let mut reader = writer.clone();
        for _ in 0..input.int_in_range(0..=3)? {
            let (from, to) = input.choose(&CHANGES)?;
            let places: Vec<usize> = reader.match_indices(from).map(|(place, _)| place).collect();
            if !places.is_empty() {
                let place = *input.choose(&places)?;
                reader.replace_range(place..place + from.len(), to);
            }
        }
        Ok(Self { writer, reader })
    }
}

const MAX_DEPTH: usize = 5;

const PRIMITIVES: [&str; 14] = [
    "\"null\"",
    "\"boolean\"",
    "\"int\"",
    "\"long\"",
    "\"float\"",
    "\"double\"",
    "\"bytes\"",
    "\"string\"",
    r#"{"type":"long","logicalType":"timestamp-millis"}"#,
    r#"{"type":"int","logicalType":"date"}"#,
    r#"{"type":"string","logicalType":"uuid"}"#,
    r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#,
    r#"{"type":"int","logicalType":"time-millis"}"#,
    r#"{"type":"long","logicalType":"local-timestamp-nanos"}"#,
];

struct Generator<'i, 'a> {
    input: &'i mut Unstructured<'a>,
    /// The names so far.
    names: Vec<String>,
}

impl<'i, 'a> Generator<'i, 'a> {
    fn schema(input: &'i mut Unstructured<'a>) -> Result<String> {
        let mut generator = Self {
            input,
            names: Vec::new(),
        };
        generator.of_type(0)
    }

    fn of_type(&mut self, depth: usize) -> Result<String> {
        let kinds = if depth < MAX_DEPTH { 11 } else { 3 };
        Ok(match self.input.int_in_range(0..=kinds)? {
            0..=2 => (*self.input.choose(&PRIMITIVES)?).to_owned(),
            3 if !self.names.is_empty() => {
                let name = self.input.choose(&self.names)?;
                format!("\"{name}\"")
            }
            3 => "\"int\"".to_owned(),
            4 => format!(r#"{{"type":"array","items":{}}}"#, self.of_type(depth + 1)?),
            5 => format!(r#"{{"type":"map","values":{}}}"#, self.of_type(depth + 1)?),
            6 => format!(r#"["null",{}]"#, self.of_type(depth + 1)?),
            7 => self.union(depth)?,
            8 => self.symbols()?,
            9 => {
                let header = self.header("fixed")?;
                let logical = *self.input.choose(&[
                    "",
                    r#","logicalType":"duration""#,
                    r#","logicalType":"uuid""#,
                    r#","logicalType":"decimal","precision":4"#,
                ])?;
                let size = *self.input.choose(&[0, 1, 2, 12, 16])?;
                format!(r#"{{{header},"size":{size}{logical}}}"#)
            }
            _ => self.record(depth)?,
        })
    }

    fn union(&mut self, depth: usize) -> Result<String> {
        let mut branches = Vec::new();
        for primitive in PRIMITIVES.iter().take(8) {
            if self.input.ratio(1, 4)? {
                branches.push((*primitive).to_owned());
            }
        }
        for _ in 0..self.input.int_in_range(0..=2)? {
            branches.push(self.record(depth + 1)?);
        }
        if self.input.arbitrary()? {
            branches.push(self.symbols()?);
        }
        Ok(format!("[{}]", branches.join(",")))
    }

    /// The members that name a type, without the braces.
    fn header(&mut self, label: &str) -> Result<String> {
        let simple = format!("N{}", self.names.len());
        let namespace = *self.input.choose(&["", "a", "a.b"])?;
        let mut text = format!(r#""type":"{label}","name":"{simple}""#);
        if self.input.arbitrary()? {
            write!(text, r#","namespace":"{namespace}""#)
                .map_err(|_| arbitrary::Error::NotEnoughData)?;
        }
        if self.input.ratio(1, 4)? {
            text.push_str(r#","aliases":["M0","a.N1"]"#);
        }
        let is_named = text.contains("namespace");
        self.names.push(match namespace {
            _ if !is_named => simple,
            "" => simple,
            namespace => format!("{namespace}.{simple}"),
        });
        Ok(text)
    }

    fn symbols(&mut self) -> Result<String> {
        let header = self.header("enum")?;
        let symbols = *self
            .input
            .choose(&[r#""A""#, r#""A","B""#, r#""C","B","A""#])?;
        let default = *self.input.choose(&["", r#","default":"A""#])?;
        Ok(format!(r#"{{{header},"symbols":[{symbols}]{default}}}"#))
    }

    fn record(&mut self, depth: usize) -> Result<String> {
        let header = self.header("record")?;
        let mut fields = Vec::new();
        for position in 0..self.input.int_in_range(0..=4)? {
            fields.push(self.field(position, depth)?);
        }
        Ok(format!(r#"{{{header},"fields":[{}]}}"#, fields.join(",")))
    }

    fn field(&mut self, position: usize, depth: usize) -> Result<String> {
        const WITH_DEFAULT: [&str; 7] = [
            r#""int","default":-7"#,
            r#""double","default":1.50"#,
            r#""bytes","default":"\u00ff\u0002""#,
            r#"["null","string"],"default":null"#,
            r#"{"type":"array","items":"long"},"default":[1,2]"#,
            r#"{"type":"map","values":["null","boolean"]},"default":{"k":true}"#,
            r#"{"type":"record","name":"D","fields":[{"name":"x","type":"int","default":1}]},"default":{}"#,
        ];
        let of = if self.input.ratio(1, 3)? {
            (*self.input.choose(&WITH_DEFAULT)?).to_owned()
        } else {
            self.of_type(depth + 1)?
        };
        let aliases = *self.input.choose(&["", "", r#","aliases":["f0","g1"]"#])?;
        Ok(format!(r#"{{"name":"f{position}","type":{of}{aliases}}}"#))
    }
}
