//! One schema as several that refer to each other.

use rustc_hash::FxHashMap;

use super::graph::components;
use super::model::{Schema, TypeIndex};
use super::name::Name;

/// A schema that was taken apart: [`Schema::split`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SplitSchema {
    /// The named types that stand in schemas of their own, each behind those that it
    /// [refers to](Schema::references).
    pub nested: Vec<Schema>,
    /// The schema itself, which refers to the others by their names.
    pub root: Schema,
}

impl Schema {
    /// The full names of the types that [`registered_text`](Self::registered_text) leaves to other
    /// schemas: those that it was [parsed with](Self::parse_with_references), or
    /// [split](Self::split) from.
    #[must_use]
    pub fn references(&self) -> &[Name] {
        &self.references
    }

    /// Takes the schema apart, so that its nested records, enums and fixeds can stand under subjects
    /// of their own. `is_own` says of which of them that is wanted.
    ///
    /// Types that contain each other cannot be taken apart: they stay in the schema of the one by
    /// which the others get there, and so does a type for which `is_own` says no. Where there are
    /// several ways to such types, what is on these ways stays together with them.
    ///
    /// Parsed [together](Self::parse_with_references), in their order, the parts are this schema.
    ///
    /// ```
    /// use avrolane::schema::Schema;
    ///
    /// let order = Schema::parse(
    ///     r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
    ///         {"name": "total", "type": {"type": "record", "name": "Money", "fields": [
    ///             {"name": "cents", "type": "long"}]}},
    ///         {"name": "paid", "type": "Money"}]}"#,
    /// )?;
    /// let parts = order.split(|_| true);
    /// assert_eq!(
    ///     parts.nested[0].registered_text(),
    ///     r#"{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}"#,
    /// );
    /// assert_eq!(
    ///     parts.root.registered_text(),
    ///     r#"{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"total","type":"Money"},{"name":"paid","type":"Money"}]}"#,
    /// );
    /// assert_eq!(parts.root.references(), parts.nested[0].name().cloned().as_slice());
    /// # Ok::<(), avrolane::schema::ParseError>(())
    /// ```
    #[must_use]
    pub fn split(&self, is_own: impl Fn(&Name) -> bool) -> SplitSchema {
        let uses = Uses::of(self);
        let own: Vec<bool> = uses
            .types
            .iter()
            .map(|index| self.get(*index).name().is_some_and(&is_own))
            .collect();
        let parts = Parts::of(&uses, &own);
        let mut schemas: Vec<Self> = (0..parts.heads.len())
            .map(|part| parts.schema(self, &uses, part))
            .collect();
        let root = schemas.pop().unwrap_or_else(|| self.clone());
        SplitSchema {
            nested: schemas,
            root,
        }
    }
}

/// Which named types contain which.
struct Uses {
    /// The outermost type, named or not, then the named types in the order of the text.
    types: Vec<TypeIndex>,
    /// For each of them the positions of those that it contains.
    contained: Vec<Vec<usize>>,
}

impl Uses {
    fn of(schema: &Schema) -> Self {
        let mut types = vec![schema.root()];
        let mut positions = FxHashMap::from_iter([(schema.root(), 0)]);
        let mut contained = Vec::new();
        while let Some(index) = types.get(contained.len()).copied() {
            let named = named_below(schema, index);
            let position = |index| {
                *positions.entry(index).or_insert_with(|| {
                    types.push(index);
                    types.len() - 1
                })
            };
            contained.push(named.into_iter().map(position).collect());
        }
        Self { types, contained }
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let contained = self.contained.iter().enumerate();
        contained.flat_map(|(user, used)| used.iter().map(move |used| (user, *used)))
    }
}

/// The named types that a type contains without another named one in between.
fn named_below(schema: &Schema, index: TypeIndex) -> Vec<TypeIndex> {
    let mut found = Vec::new();
    let mut ahead = schema.get(index).kind.nested();
    ahead.reverse();
    while let Some(index) = ahead.pop() {
        let this = schema.get(index);
        if this.name().is_some() {
            found.push(index);
        } else {
            ahead.extend(this.kind.nested().into_iter().rev());
        }
    }
    found
}

/// Which types stand together.
struct Parts {
    /// For each type its part; a part has a higher number than those that it refers to.
    of: Vec<usize>,
    /// For each part the type by which the others refer to it.
    heads: Vec<usize>,
}

impl Parts {
    /// A part that is referred to by several of its types, or by one that is not to have a schema of
    /// its own, is joined with those that refer to it, until there is none.
    fn of(uses: &Uses, own: &[bool]) -> Self {
        let mut edges = uses.contained.clone();
        loop {
            let of = components(&edges);
            let count = of.iter().max().map_or(0, |last| last + 1);
            let part = |position: usize| of.get(position).copied().unwrap_or_default();
            let mut heads: Vec<Option<usize>> = vec![None; count];
            let mut inseparable = vec![false; count];
            let across = || {
                uses.pairs()
                    .filter(|(user, used)| part(*user) != part(*used))
            };
            for (_, used) in across() {
                let (Some(head), Some(inseparable)) =
                    (heads.get_mut(part(used)), inseparable.get_mut(part(used)))
                else {
                    continue;
                };
                let is_head = *head.get_or_insert(used) == used;
                *inseparable |= !is_head || own.get(used) != Some(&true);
            }
            if !inseparable.contains(&true) {
                // Nothing refers to the part of the outermost type, which is the first.
                let heads = heads.into_iter().map(Option::unwrap_or_default).collect();
                return Self { of, heads };
            }
            // A way back makes one component of what it leads through.
            for (user, used) in across() {
                if inseparable.get(part(used)) == Some(&true)
                    && let Some(edges) = edges.get_mut(used)
                {
                    edges.push(user);
                }
            }
        }
    }

    fn schema(&self, schema: &Schema, uses: &Uses, part: usize) -> Schema {
        let part_of = |position: usize| self.of.get(position).copied();
        let others = uses
            .pairs()
            .filter(|(user, used)| part_of(*user) == Some(part) && part_of(*used) != Some(part));
        let names = others.filter_map(|(_, used)| schema.get(*uses.types.get(used)?).name());
        // The same type has the same references wherever it is found.
        let mut references: Vec<Name> = names.cloned().collect();
        references.sort();
        references.dedup();
        let head = self.heads.get(part).and_then(|head| uses.types.get(*head));
        Schema {
            types: schema.types.clone(),
            root: head.copied().unwrap_or(schema.root),
            references: references.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the parts, the outermost last, each of which is parsed with those before it.
    fn split(text: &str, is_own: impl Fn(&Name) -> bool) -> Vec<String> {
        let schema = Schema::parse(text).unwrap();
        let SplitSchema { nested, root } = schema.split(is_own);
        let mut texts: Vec<(String, String)> = Vec::new();
        for part in nested.iter().chain([&root]) {
            for reference in part.references() {
                assert!(texts.iter().any(|(name, _)| name == reference.as_str()));
            }
            let pairs: Vec<_> = texts
                .iter()
                .map(|(name, text)| (&**name, &**text))
                .collect();
            let again = Schema::parse_with_references(&part.registered_text(), &pairs).unwrap();
            assert_eq!(again, *part);
            let name = part.name().map(ToString::to_string);
            texts.push((name.unwrap_or_default(), part.registered_text()));
        }
        assert_eq!(root, schema);
        assert_eq!(root.fingerprint(), schema.fingerprint());
        texts.into_iter().map(|(_, text)| text).collect()
    }

    fn record(name: &str, types: &[&str]) -> String {
        let fields = types.iter().zip('a'..);
        let fields: Vec<_> = fields
            .map(|(text, name)| format!(r#"{{"name":"{name}","type":{text}}}"#))
            .collect();
        format!(
            r#"{{"type":"record","name":"{name}","fields":[{}]}}"#,
            fields.join(",")
        )
    }

    fn symbols(name: &str) -> String {
        format!(r#"{{"type":"enum","name":"{name}","symbols":["X"]}}"#)
    }

    #[test]
    fn a_type_that_is_used_twice_is_one_part_behind_what_it_uses() {
        let leaf = symbols("Leaf");
        let left = record("Left", &[&leaf]);
        let right = record("Right", &[r#"{"type":"array","items":["null","Leaf"]}"#]);
        assert_eq!(
            split(&record("Root", &[&left, &right]), |_| true),
            [
                leaf,
                record("Left", &[r#""Leaf""#]),
                right,
                record("Root", &[r#""Left""#, r#""Right""#]),
            ]
        );
    }

    #[test]
    fn a_schema_without_a_name_of_its_own_refers_to_its_branches() {
        let (one, other) = (record("One", &[]), record("Other", &[r#""One""#]));
        assert_eq!(
            split(&format!("[{one},{other}]"), |_| true),
            [one, other, r#"["One","Other"]"#.to_owned()]
        );
        assert_eq!(split(r#""int""#, |_| true), [r#""int""#]);
    }

    #[test]
    fn types_that_contain_each_other_stay_together() {
        let tree = record(
            "Tree",
            &[&record("Branch", &[r#"["null","Tree"]"#, &symbols("Kind")])],
        );
        assert_eq!(
            split(&record("Root", &[&tree, r#""Kind""#]), |_| true),
            [
                symbols("Kind"),
                record(
                    "Tree",
                    &[&record("Branch", &[r#"["null","Tree"]"#, r#""Kind""#])]
                ),
                record("Root", &[r#""Tree""#, r#""Kind""#]),
            ]
        );
        // What contains itself alone, and what the outermost type is in.
        let list = record("List", &[r#"["null","List"]"#]);
        assert_eq!(split(&list, |_| true), [&*list]);
        let root = record("Root", &[&record("Inner", &[r#"["null","Root"]"#])]);
        assert_eq!(split(&root, |_| true), [&*root]);
    }

    #[test]
    fn types_to_which_there_are_several_ways_stay_with_what_leads_there() {
        // `A` and `B` contain each other; `Left` uses the one and `Right` the other.
        let pair = record("A", &[&record("B", &[r#"["null","A"]"#])]);
        let left = record("Left", &[&pair]);
        let right = record("Right", &[r#""B""#]);
        let both = record("Both", &[&left, &right]);
        let root = record("Root", &[&both]);
        assert_eq!(
            split(&root, |_| true),
            [both, record("Root", &[r#""Both""#])]
        );
        assert_eq!(split(&root, |name| name.as_str() != "Both"), [root]);
    }

    #[test]
    fn what_is_not_to_be_apart_stays_where_it_is() {
        let money = record("Money", &[&symbols("Currency")]);
        let line = record("Line", &[&money]);
        let order = record("Order", &[&line]);
        assert_eq!(split(&order, |_| false), [&*order]);
        assert_eq!(
            split(&order, |name| name.as_str() != "Currency"),
            [
                money,
                record("Line", &[r#""Money""#]),
                record("Order", &[r#""Line""#]),
            ]
        );
        assert_eq!(
            split(&order, |name| name.as_str() == "Currency"),
            [
                symbols("Currency"),
                record(
                    "Order",
                    &[&record("Line", &[&record("Money", &[r#""Currency""#])])]
                ),
            ]
        );
    }

    #[test]
    fn references_stand_in_one_order_wherever_a_type_is_found() {
        let schema = Schema::parse(&record("Root", &[&symbols("B"), &symbols("A")])).unwrap();
        let references = schema.split(|_| true).root;
        let references: Vec<_> = references.references().iter().map(Name::as_str).collect();
        assert_eq!(references, ["A", "B"]);
    }
}
