//! Tables from a schema id, and the digest of the type that reads, to a plan.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, PoisonError, RwLock};

use avrolane::framing::{SchemaId, SchemaIdentity};
use dashmap::DashMap;

use super::Run;
use super::registry::recent::{Recent, RecentKey};
use super::registry::table::Table;

/// One way of keeping what belongs to ids.
#[expect(
    missing_debug_implementations,
    reason = "a function has nothing to show"
)]
pub struct Lookups {
    /// Whose it is.
    pub name: &'static str,
    /// Finds ids.
    pub run: Run,
    /// At most so many times what the first contestant takes.
    pub target: Option<f64>,
}

/// What [`AvroDeserializer`](avrolane::serdes::AvroDeserializer) looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    writer: SchemaIdentity,
    reader: u64,
}

/// What stands for a plan.
type Value = [u64; 16];

impl Key {
    fn new(number: u32) -> Self {
        let id = SchemaId::new(100_000 + number * 7).expect("it is no more than an i32");
        Self {
            writer: SchemaIdentity::Id(id),
            reader: 0x1234_5678_90ab_cdef,
        }
    }
}

impl RecentKey<Self> for Key {
    fn slot(&self) -> u64 {
        self.reader
    }

    fn mark(&self) -> u64 {
        match self.writer {
            SchemaIdentity::Id(id) => id.get().into(),
            SchemaIdentity::Guid(_) => 0,
        }
    }

    fn to_key(&self) -> Self {
        *self
    }
}

thread_local! {
    static RECENT: Recent<Key, Value> = const { Recent::new() };
}

/// All contestants, with so many ids in their tables.
#[must_use]
pub fn contestants(ids: u32) -> Vec<Lookups> {
    let entries = || (0..ids).map(|number| (Key::new(number), [u64::from(number); 16]));
    let shared = || entries().map(|(key, value)| (key, Arc::new(value)));
    let locked: RwLock<HashMap<_, _>> = RwLock::new(shared().collect());
    let dashed: DashMap<_, _> = shared().collect();
    let tables = [(); 2].map(|()| {
        let table = Table::new(10_000);
        entries().for_each(|(key, value)| drop(table.insert(key, value)));
        table
    });
    let [plain, recent] = tables;
    vec![
        lookups(
            ids,
            "RwLock<HashMap>, with an Arc clone",
            None,
            move |number| {
                let table = locked.read().unwrap_or_else(PoisonError::into_inner);
                let value = table.get(&Key::new(number)).map(Arc::clone);
                drop(table);
                value.map_or(0, |value| first(&value))
            },
        ),
        lookups(ids, "DashMap, with an Arc clone", None, move |number| {
            let value = dashed
                .get(&Key::new(number))
                .map(|value| Arc::clone(&value));
            value.map_or(0, |value| first(&value))
        }),
        lookups(
            ids,
            "avrolane, without what was last",
            Some(0.8),
            move |number| plain.get(&Key::new(number), first).unwrap_or_default(),
        ),
        lookups(
            ids,
            "avrolane",
            Some(if ids == 1 { 0.1 } else { 0.8 }),
            move |number| {
                let found = recent.get_recent(&RECENT, &Key::new(number), first);
                found.unwrap_or_default()
            },
        ),
    ]
}

fn first(value: &Value) -> u64 {
    let [first, ..] = *value;
    first
}

fn lookups(
    ids: u32,
    name: &'static str,
    target: Option<f64>,
    look_up: impl Fn(u32) -> u64 + Sync + 'static,
) -> Lookups {
    let run = move |first: u32, count: u32| {
        let mut number = first % ids;
        for _ in 0..count {
            black_box(look_up(black_box(number)));
            number += 1;
            if number == ids {
                number = 0;
            }
        }
    };
    Lookups {
        name,
        run: Box::new(run),
        target,
    }
}
