//! Schemas by chance, the same ones in each run.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Numbers by chance: the generator `SplitMix64`.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// The text of a schema.
pub(crate) fn random_schema(random: &mut Random) -> String {
    Generator {
        random,
        names: Vec::new(),
        count: 0,
    }
    .any_type("", 0)
}

/// A text that differs from `text` in a few words, and may be no schema any more.
pub(crate) fn changed(random: &mut Random, text: &str) -> String {
    const CHANGES: [(&str, &str); 12] = [
        ("\"int\"", "\"long\""),
        ("\"long\"", "\"int\""),
        ("\"string\"", "\"bytes\""),
        ("\"float\"", "\"double\""),
        ("\"int\"", "[\"null\",\"int\"]"),
        ("\"long\"", "[\"string\",\"double\"]"),
        ("\"A\",", ""),
        ("\"size\":", "\"size\":1"),
        ("\"name\":\"f", "\"name\":\"g"),
        ("\"default\"", "\"absent\""),
        ("\"absent\"", "\"default\""),
        ("\"name\":\"N", "\"name\":\"M"),
    ];
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let (from, to) = CHANGES[random.below(CHANGES.len())];
        let places: Vec<usize> = text.match_indices(from).map(|(place, _)| place).collect();
        if !places.is_empty() {
            let place = places[random.below(places.len())];
            text.replace_range(place..place + from.len(), to);
        }
    }
    text
}

struct Generator<'a> {
    random: &'a mut Random,
    /// The full names so far.
    names: Vec<String>,
    count: usize,
}

const PRIMITIVES: [&str; 8] = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
];

impl Generator<'_> {
    fn any_type(&mut self, namespace: &str, depth: usize) -> String {
        match self.random.below(if depth < 4 { 11 } else { 5 }) {
            0..4 => self.primitive(),
            4 if !self.names.is_empty() => {
                let name = self.names[self.random.below(self.names.len())].clone();
                format!("\"{name}\"")
            }
            4 | 5 => format!(
                r#"{{"type":"array","items":{}{}}}"#,
                self.any_type(namespace, depth + 1),
                self.properties()
            ),
            6 => format!(
                r#"{{"type":"map","values":{}{}}}"#,
                self.any_type(namespace, depth + 1),
                self.properties()
            ),
            7 => self.union(namespace, depth),
            8 => self.symbols(namespace),
            9 => self.fixed(namespace),
            _ => self.record(namespace, depth),
        }
    }

    fn primitive(&mut self) -> String {
        let label = self.random.pick(&PRIMITIVES);
        match self.random.below(4) {
            0 => format!(r#"{{"type":"{label}"{}}}"#, self.properties()),
            1 if label == "long" => {
                r#"{"type":"long","logicalType":"timestamp-millis"}"#.to_owned()
            }
            1 if label == "bytes" => {
                r#"{"logicalType":"decimal","type":"bytes","scale":2,"precision":9}"#.to_owned()
            }
            _ => format!("\"{label}\""),
        }
    }

    fn properties(&mut self) -> String {
        const PROPERTIES: [&str; 5] = [
            r#","unit":"°C""#,
            r#","nested":{"b":[1,2.50,-0,1e3],"a":null,"c":{}}"#,
            r#","text":"a\"b\\c\n\u0001\/é""#,
            r#","":true"#,
            "",
        ];
        self.random.pick(&PROPERTIES).to_owned()
    }

    fn union(&mut self, namespace: &str, depth: usize) -> String {
        let mut branches: Vec<String> = Vec::new();
        for label in PRIMITIVES {
            if self.random.one_in(3) {
                branches.push(format!("\"{label}\""));
            }
        }
        if self.random.one_in(2) {
            branches.push(self.record(namespace, depth + 1));
        }
        if self.random.one_in(3) {
            branches.push(format!(
                r#"{{"type":"array","items":{}}}"#,
                self.primitive()
            ));
        }
        if !branches.is_empty() {
            let first = self.random.below(branches.len());
            branches.rotate_left(first);
        }
        format!("[{}]", branches.join(","))
    }

    /// The members that name a type, without the braces, and its namespace.
    fn header(&mut self, label: &str, namespace: &str) -> (String, String) {
        let simple = format!("N{}", self.count);
        self.count += 1;
        let own = self.random.pick(&["", "a", "a.b", "inherited"]);
        let own = if own == "inherited" { namespace } else { own };
        let full = if own.is_empty() {
            simple.clone()
        } else {
            format!("{own}.{simple}")
        };
        self.names.push(full);
        let mut text = format!(r#""type":"{label}","namespace":"{own}","name":"{simple}""#);
        if self.random.one_in(3) {
            text.push_str(r#","doc":"what \"it\" is""#);
        }
        if self.random.one_in(3) {
            text.push_str(r#","aliases":["Old","older.Old","Old"]"#);
        }
        text.push_str(&self.properties());
        (text, own.to_owned())
    }

    fn symbols(&mut self, namespace: &str) -> String {
        let (header, _) = self.header("enum", namespace);
        let default = self.random.pick(&["", r#","default":"B""#]);
        format!(r#"{{{header},"symbols":["A","B","C"]{default}}}"#)
    }

    fn fixed(&mut self, namespace: &str) -> String {
        let (header, _) = self.header("fixed", namespace);
        format!(r#"{{{header},"size":{}}}"#, self.random.below(20))
    }

    fn record(&mut self, namespace: &str, depth: usize) -> String {
        let (header, namespace) = self.header("record", namespace);
        let mut text = format!(r#"{{{header},"fields":["#);
        for position in 0..self.random.below(5) {
            if position > 0 {
                text.push(',');
            }
            text.push_str(&self.field(position, &namespace, depth));
        }
        text.push_str("]}");
        text
    }

    fn field(&mut self, position: usize, namespace: &str, depth: usize) -> String {
        const WITH_DEFAULT: [&str; 6] = [
            r#""int","default":-7"#,
            r#""double","default":1.50"#,
            r#""string","default":"é\u0002""#,
            r#"["null","string"],"default":null"#,
            r#"{"type":"array","items":"long"},"default":[1,2]"#,
            r#"{"type":"map","values":"boolean"},"default":{"k":true}"#,
        ];
        let mut text = format!(r#"{{"name":"f{position}","type":"#);
        if self.random.one_in(3) {
            text.push_str(self.random.pick(&WITH_DEFAULT));
        } else {
            text.push_str(&self.any_type(namespace, depth + 1));
        }
        if self.random.one_in(4) {
            text.push_str(
                self.random
                    .pick(&[r#","order":"ignore""#, r#","order":"ascending""#]),
            );
        }
        if self.random.one_in(4) {
            write!(text, r#","aliases":["old{position}"],"doc":"""#).unwrap();
        }
        text.push_str(&self.properties());
        text.push('}');
        text
    }
}

/// Changes something somewhere in the text of a schema, which may be no schema any more.
pub(crate) fn evolve(random: &mut Random, schema: &mut Value) {
    let mut places = Vec::new();
    collect(schema, &mut String::new(), &mut places);
    let place = places[random.below(places.len())].clone();
    let here = schema.pointer_mut(&place).unwrap();
    const PRIMITIVES: [&str; 6] = ["int", "long", "double", "string", "bytes", "null"];
    let primitive = json!(PRIMITIVES[random.below(PRIMITIVES.len())]);
    match here {
        Value::Array(branches) => match random.below(3) {
            0 => branches.push(primitive),
            1 if !branches.is_empty() => drop(branches.remove(random.below(branches.len()))),
            _ => branches.reverse(),
        },
        Value::Object(members) if members.contains_key("fields") && random.below(4) > 0 => {
            evolve_record(random, members, &primitive);
        }
        Value::Object(members) if members.contains_key("symbols") && random.below(4) > 0 => {
            match random.below(3) {
                0 => members["symbols"] = json!(["B", "A"]),
                1 => members["symbols"] = json!(["A", "B", "C", "D"]),
                _ => drop(members.insert("default".to_owned(), json!("B"))),
            }
        }
        Value::Object(members) if members.contains_key("size") && random.below(3) == 0 => {
            members["size"] = json!(3);
        }
        _ => match random.below(5) {
            0 => *here = primitive,
            1 => *here = json!([here.clone()]),
            2 => *here = json!(["null", here.clone()]),
            3 => *here = json!({"type": "array", "items": here.clone()}),
            _ => match here.as_str() {
                Some("int") => *here = json!("long"),
                Some("long" | "float") => *here = json!("double"),
                Some("bytes") => *here = json!("string"),
                _ => {}
            },
        },
    }
}

fn evolve_record(random: &mut Random, members: &mut Map<String, Value>, primitive: &Value) {
    if random.below(6) == 0 {
        let old = members["name"].clone();
        members.insert("aliases".to_owned(), json!([old]));
        members.insert("name".to_owned(), json!("Renamed"));
        return;
    }
    let fields = members["fields"].as_array_mut().unwrap();
    let count = fields.len();
    match random.below(6) {
        0 => fields.push(json!({"name": format!("more{count}"), "type": primitive})),
        1 => fields.push(json!({
            "name": format!("more{count}"), "type": ["null", primitive], "default": null,
        })),
        2 => fields.reverse(),
        _ if count == 0 => {}
        3 => drop(fields.remove(random.below(count))),
        4 => {
            let field = fields[random.below(count)].as_object_mut().unwrap();
            let old = field["name"].clone();
            field.insert("aliases".to_owned(), json!([old]));
            field.insert("name".to_owned(), json!(format!("renamed{count}")));
        }
        _ => {
            let field = fields[random.below(count)].as_object_mut().unwrap();
            field.remove("default");
        }
    }
}

/// The pointers of all types.
fn collect(schema: &Value, path: &mut String, places: &mut Vec<String>) {
    places.push(path.clone());
    let mut below = |step: String, inner: &Value| {
        let length = path.len();
        path.push_str(&step);
        collect(inner, path, places);
        path.truncate(length);
    };
    match schema {
        Value::Array(branches) => {
            for (position, branch) in branches.iter().enumerate() {
                below(format!("/{position}"), branch);
            }
        }
        Value::Object(members) => {
            for key in ["items", "values"] {
                if let Some(inner) = members.get(key) {
                    below(format!("/{key}"), inner);
                }
            }
            let fields = members.get("fields").and_then(Value::as_array);
            for (position, field) in fields.into_iter().flatten().enumerate() {
                below(format!("/fields/{position}/type"), &field["type"]);
            }
        }
        _ => {}
    }
}
