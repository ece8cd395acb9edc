//! The files of the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use avrolane::schema::{Schema, TypeIndex, TypeKind};
use serde_json::{Value, json};

/// What one case asks, and what each library answered.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) input: Value,
    pub(crate) java: Value,
    pub(crate) fastavro: Value,
}

/// The cases of one of the files, in order.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let lines = |directory: &str| {
        let text = fs::read_to_string(directory_of(directory).join(file)).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect::<Vec<Value>>()
    };
    let (java, fastavro) = (lines("java-results"), lines("fastavro-results"));
    let answers = java.into_iter().zip(fastavro);
    let cases = lines("cases").into_iter().zip(answers);
    let cases = cases.map(|(input, (java, fastavro))| {
        assert_eq!(input["name"], java["name"], "regenerate the results");
        assert_eq!(input["name"], fastavro["name"], "regenerate the results");
        let name = input["name"].as_str().unwrap().to_owned();
        Case {
            name,
            input,
            java,
            fastavro,
        }
    });
    cases.collect()
}

/// The case with this name.
pub(crate) fn case(file: &str, name: &str) -> Case {
    let case = cases(file).into_iter().find(|case| case.name == name);
    case.unwrap_or_else(|| panic!("there is no case {name}"))
}

pub(crate) fn directory_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("vectors")
        .join(name)
}

impl Case {
    /// The schema that stands under `key`.
    pub(crate) fn schema(&self, key: &str) -> Schema {
        let text = self.input[key].to_string();
        Schema::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Java's answers, one for each value.
    pub(crate) fn java_values(&self) -> &[Value] {
        values(&self.java)
    }

    /// fastavro's answers, one for each value, or none where it refuses the whole case.
    pub(crate) fn fastavro_values(&self) -> &[Value] {
        values(&self.fastavro)
    }
}

fn values(answers: &Value) -> &[Value] {
    answers["values"].as_array().map_or(&[], Vec::as_slice)
}

/// The bytes that stand under `key` in hexadecimal digits.
pub(crate) fn bytes(answer: &Value, key: &str) -> Option<Vec<u8>> {
    let text = answer[key].as_str()?;
    Some(from_hex(text))
}

pub(crate) fn from_hex(text: &str) -> Vec<u8> {
    let digits = |start: usize| u8::from_str_radix(&text[start..start + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digits).collect()
}

/// Avro's JSON encoding as plain JSON, with floats rounded to what they hold: fastavro has no names
/// of branches, and Java writes floats as doubles.
pub(crate) fn plain(schema: &Schema, index: TypeIndex, value: &Value) -> Value {
    match (&schema.get(index).kind, value) {
        (TypeKind::Union(branches), Value::Object(members)) => {
            let (label, inner) = members.iter().next().unwrap();
            let branch = branches
                .iter()
                .find(|branch| branch_label(schema, **branch) == *label);
            plain(schema, *branch.unwrap(), inner)
        }
        (TypeKind::Array(items), Value::Array(values)) => values
            .iter()
            .map(|value| plain(schema, *items, value))
            .collect(),
        (TypeKind::Map(values), Value::Object(members)) => members
            .iter()
            .map(|(key, value)| (key.clone(), plain(schema, *values, value)))
            .collect(),
        (TypeKind::Record(record), Value::Object(members)) => record
            .fields
            .iter()
            .map(|field| {
                let value = plain(schema, field.type_index, &members[&field.name]);
                (field.name.clone(), value)
            })
            .collect(),
        // Java's encoder writes nothing at all for an outermost record without fields.
        (TypeKind::Record(record), Value::Null) if record.fields.is_empty() => json!({}),
        (kind, value) => number(kind, value),
    }
}

/// Numbers as the type holds them, so that 1 and 1.0 are the same.
pub(crate) fn number(kind: &TypeKind, value: &Value) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "a float is what it holds")]
    match (kind, value.as_f64()) {
        (TypeKind::Float, Some(number)) => json!(number as f32),
        (TypeKind::Double, Some(number)) => json!(number),
        _ => value.clone(),
    }
}

/// How Avro's JSON encoding names a branch of a union.
pub(crate) fn branch_label(schema: &Schema, branch: TypeIndex) -> String {
    let of = schema.get(branch);
    of.name()
        .map_or_else(|| of.kind.label().to_owned(), ToString::to_string)
}
