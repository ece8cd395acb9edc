//! Where everything is kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use avrolane::schema::SchemaGuid;

use super::association::Association;
use super::config::Config;
use super::content::{Content, SchemaId, VersionNumber};
use super::mode::Mode;
use super::scope::Scoped;
use super::subject::Subject;

/// Everything that the registry knows.
#[derive(Debug, Default)]
pub(in crate::registry) struct State {
    pub(super) contexts: BTreeMap<String, Context>,
    /// Subjects with at least one version, be it soft-deleted.
    pub(super) subjects: BTreeMap<Subject, Versions>,
    pub(super) configs: Scoped<Config>,
    pub(super) modes: Scoped<Mode>,
    /// In the order of their making.
    pub(super) associations: Vec<Association>,
    /// How often what is above may have changed.
    changes: u64,
}

/// The versions of a subject by their numbers; never empty.
pub(super) type Versions = BTreeMap<VersionNumber, Version>;

/// One version of a subject.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) id: SchemaId,
    pub(super) content: Arc<Content>,
    /// When it was registered, in milliseconds since 1970.
    pub(super) registered_at: u64,
    pub(super) is_deleted: bool,
}

/// The schemas of a context by their ids.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) schemas: BTreeMap<SchemaId, Stored>,
    /// The ids of the schemas with a GUID: more than one only where rule sets differ.
    ids: HashMap<SchemaGuid, Vec<SchemaId>>,
    /// The highest id ever given, 0 if none: no id is given twice.
    pub(super) highest_id: SchemaId,
}

/// A schema, and the versions that are of it, the one that was registered last at the end.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) content: Arc<Content>,
    pub(super) uses: Vec<(Subject, VersionNumber)>,
}

impl Context {
    /// The id under which `content` is stored already.
    pub(super) fn id_of(&self, content: &Content) -> Option<SchemaId> {
        let is_same = |id: &&SchemaId| {
            self.schemas
                .get(id)
                .is_some_and(|stored| stored.content.is_same_as(content))
        };
        self.ids_of(content.guid).iter().find(is_same).copied()
    }

    /// The ids of the schemas with this GUID.
    pub(super) fn ids_of(&self, guid: SchemaGuid) -> &[SchemaId] {
        self.ids.get(&guid).map_or(&[], Vec::as_slice)
    }

    /// Stores `content` under `id`, unless something is there already, and returns what is there.
    fn store(&mut self, id: SchemaId, content: Arc<Content>) -> &mut Stored {
        self.highest_id = self.highest_id.max(id);
        self.schemas.entry(id).or_insert_with(|| {
            self.ids.entry(content.guid).or_default().push(id);
            Stored {
                content,
                uses: Vec::new(),
            }
        })
    }

    fn forget_use(&mut self, id: SchemaId, subject: &Subject, number: VersionNumber) {
        let Some(stored) = self.schemas.get_mut(&id) else {
            return;
        };
        stored
            .uses
            .retain(|used| (&used.0, used.1) != (subject, number));
        if stored.uses.is_empty() {
            let guid = stored.content.guid;
            self.schemas.remove(&id);
            if let Some(ids) = self.ids.get_mut(&guid) {
                ids.retain(|other| *other != id);
            }
        }
    }
}

impl State {
    /// The context of `subject`, if anything was registered there.
    pub(super) fn context(&self, subject: &Subject) -> Option<&Context> {
        self.contexts.get(subject.context())
    }

    /// A number that is another one after every change.
    pub(in crate::registry) fn changes(&self) -> u64 {
        self.changes
    }

    /// Notes that something may have changed.
    pub(super) fn note_change(&mut self) {
        self.changes += 1;
    }

    /// Adds a version.
    pub(super) fn insert(&mut self, subject: &Subject, number: VersionNumber, version: Version) {
        self.note_change();
        self.contexts
            .entry(subject.context().to_owned())
            .or_default()
            .store(version.id, version.content.clone())
            .uses
            .push((subject.clone(), number));
        self.subjects
            .entry(subject.clone())
            .or_default()
            .insert(number, version);
    }

    /// Removes a version for good, and with its last version the schema and the subject.
    pub(super) fn remove(&mut self, subject: &Subject, number: VersionNumber) {
        let Some(versions) = self.subjects.get_mut(subject) else {
            return;
        };
        let Some(version) = versions.remove(&number) else {
            return;
        };
        if versions.is_empty() {
            self.subjects.remove(subject);
        }
        self.changes += 1;
        if let Some(context) = self.contexts.get_mut(subject.context()) {
            context.forget_use(version.id, subject, number);
        }
    }
}
