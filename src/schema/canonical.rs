//! The form of a schema in which everything that does not decide the bytes is left out.

use rustc_hash::FxHashSet;

use super::fingerprint::Fingerprint;
use super::model::{Schema, TypeIndex, TypeKind};

impl Schema {
    /// The Parsing Canonical Form of the Avro specification.
    ///
    /// Two schemas with the same form write and read the same bytes, but may differ in defaults,
    /// aliases, logical types and documentation.
    #[must_use]
    pub fn canonical_form(&self) -> String {
        let mut form = CanonicalForm {
            schema: self,
            known: FxHashSet::default(),
            text: String::new(),
        };
        form.push_type(self.root);
        form.text
    }

    /// CRC-64-AVRO of the [canonical form](Self::canonical_form).
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.canonical_form())
    }
}

struct CanonicalForm<'a> {
    schema: &'a Schema,
    /// The full names that have been defined, and are from then on written as references.
    known: FxHashSet<&'a str>,
    text: String,
}

impl CanonicalForm<'_> {
    /// Names and symbols have no characters that JSON escapes.
    fn push_type(&mut self, index: TypeIndex) {
        let this = self.schema.get(index);
        let label = this.kind.label();
        if let Some(name) = this.name() {
            if !self.known.insert(name.as_str()) {
                self.push(&["\"", name.as_str(), "\""]);
                return;
            }
            self.push(&["{\"name\":\"", name.as_str(), "\",\"type\":\"", label, "\""]);
        }
        match &this.kind {
            TypeKind::Record(record) => {
                self.push(&[",\"fields\":["]);
                for (position, field) in record.fields.iter().enumerate() {
                    self.separate(position);
                    self.push(&["{\"name\":\"", &field.name, "\",\"type\":"]);
                    self.push_type(field.type_index);
                    self.push(&["}"]);
                }
                self.push(&["]}"]);
            }
            TypeKind::Enum(symbols) => {
                self.push(&[",\"symbols\":["]);
                for (position, symbol) in symbols.symbols.iter().enumerate() {
                    self.separate(position);
                    self.push(&["\"", symbol, "\""]);
                }
                self.push(&["]}"]);
            }
            TypeKind::Fixed(fixed) => self.push(&[",\"size\":", &fixed.size.to_string(), "}"]),
            TypeKind::Array(items) => self.push_container(label, "items", *items),
            TypeKind::Map(values) => self.push_container(label, "values", *values),
            TypeKind::Union(branches) => {
                self.push(&["["]);
                for (position, branch) in branches.iter().enumerate() {
                    self.separate(position);
                    self.push_type(*branch);
                }
                self.push(&["]"]);
            }
            _ => self.push(&["\"", label, "\""]),
        }
    }

    fn push_container(&mut self, label: &str, key: &str, nested: TypeIndex) {
        self.push(&["{\"type\":\"", label, "\",\"", key, "\":"]);
        self.push_type(nested);
        self.push(&["}"]);
    }

    fn separate(&mut self, position: usize) {
        if position > 0 {
            self.text.push(',');
        }
    }

    fn push(&mut self, parts: &[&str]) {
        self.text.extend(parts.iter().copied());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Avro's `share/test/data/schema-tests.txt`: text, canonical form, fingerprint.
    const PUBLISHED: [(&str, &str, u64); 19] = [
        (r#""null""#, r#""null""#, 0x63dd24e7cc258f8a),
        (r#"{"type":"boolean"}"#, r#""boolean""#, 0x9f42fc78a4d4f764),
        (r#""int""#, r#""int""#, 0x7275d51a3f395c8f),
        (r#""long""#, r#""long""#, 0xd054e14493f41db7),
        (r#""float""#, r#""float""#, 0x4d7c02cb3ea8d790),
        (r#""double""#, r#""double""#, 0x8e7535c032ab957e),
        (r#""bytes""#, r#""bytes""#, 0x4fc016dac3201965),
        (r#""string""#, r#""string""#, 0x8f014872634503c7),
        (r#"[]"#, r#"[]"#, 0xeec6e173d23fb9d1),
        (
            r#"[ "int" , {"type":"boolean"} ]"#,
            r#"["int","boolean"]"#,
            0x4ad63578080c1602,
        ),
        (
            r#"{"fields":[], "type":"record", "name":"foo", "namespace":"x.y"}"#,
            r#"{"name":"x.y.foo","type":"record","fields":[]}"#,
            0x521d1a6b830ec4ab,
        ),
        (
            r#"{"fields":[], "type":"record", "name":"a.b.foo", "namespace":"x.y"}"#,
            r#"{"name":"a.b.foo","type":"record","fields":[]}"#,
            0xbfefe5be5021e2b2,
        ),
        (
            r#"{"fields":[], "type":"record", "name":"foo", "doc":"foo", "aliases":["foo","bar"]}"#,
            r#"{"name":"foo","type":"record","fields":[]}"#,
            0xbd0c50c84319be7e,
        ),
        (
            r#"{"fields":[{"type":"boolean", "aliases":[], "name":"f1", "default":true}, {"order":"descending","name":"f2","doc":"Hello","type":"int"}], "type":"record", "name":"foo"}"#,
            r#"{"name":"foo","type":"record","fields":[{"name":"f1","type":"boolean"},{"name":"f2","type":"int"}]}"#,
            0xbc8d05bd57f4934a,
        ),
        (
            r#"{"namespace":"x.y.z", "type":"enum", "name":"foo", "doc":"foo bar", "symbols":["A1", "A2"]}"#,
            r#"{"name":"x.y.z.foo","type":"enum","symbols":["A1","A2"]}"#,
            0xc2433ae5f4999d8b,
        ),
        (
            r#"{"namespace":"x.y.z", "type":"fixed", "name":"foo", "doc":"foo bar", "size":32}"#,
            r#"{"name":"x.y.z.foo","type":"fixed","size":32}"#,
            0xd579d47693a6171e,
        ),
        (
            r#"{ "items":{"type":"null"}, "type":"array"}"#,
            r#"{"type":"array","items":"null"}"#,
            0xf7d13f2f68170a6d,
        ),
        (
            r#"{ "values":"string", "type":"map"}"#,
            r#"{"type":"map","values":"string"}"#,
            0x86ce965d92864572,
        ),
        (
            r#"{"name":"PigValue","type":"record","fields":[{"name":"value", "type":["null", "int", "long", "PigValue"]}]}"#,
            r#"{"name":"PigValue","type":"record","fields":[{"name":"value","type":["null","int","long","PigValue"]}]}"#,
            0xe795dc6656b7e95b,
        ),
    ];

    #[test]
    fn published_forms_and_fingerprints_hold() {
        for (text, form, fingerprint) in PUBLISHED {
            let schema = Schema::parse(text).unwrap();
            assert_eq!(schema.canonical_form(), form);
            assert_eq!(schema.fingerprint().get(), fingerprint, "{text}");
        }
    }

    #[test]
    fn the_form_of_a_canonical_form_is_itself() {
        for (_, form, _) in PUBLISHED {
            assert_eq!(Schema::parse(form).unwrap().canonical_form(), form);
        }
    }

    #[test]
    fn logical_types_and_the_order_of_fields_are_left_out() {
        let decimal = r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#;
        assert_eq!(
            Schema::parse(decimal).unwrap().canonical_form(),
            r#""bytes""#
        );
    }
}
