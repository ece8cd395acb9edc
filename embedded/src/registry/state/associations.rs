//! How topics and subjects are associated.

use avrolane::schema::SchemaGuid;

use super::super::errors::Refusal;
use super::association::{Association, AssociationFilter, Lifecycle, Made, Resource, Wanted};
use super::association_rules::{check_change, check_new, frozen, invalid, is_same, lifecycle};
use super::read::{Found, VersionSelector};
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

/// The one type of resource, and what there is of it.
const TOPIC: &str = "topic";
const TYPES: [&str; 2] = ["key", "value"];

impl State {
    /// The associations that a filter shows, by their topics.
    pub(in crate::registry) fn associations(&self, filter: &AssociationFilter) -> Vec<Association> {
        let mut found: Vec<Association> = self
            .associations
            .iter()
            .filter(|association| filter.shows(association))
            .cloned()
            .collect();
        found.sort_by(|one, other| one.order().cmp(&other.order()));
        found
    }

    /// The latest version of the subject of an association.
    pub(in crate::registry) fn latest_of(&self, association: &Association) -> Option<Found> {
        let subject = Subject::new(&association.subject);
        self.version(&subject, VersionSelector::Latest, false).ok()
    }

    /// Whether a topic has this subject, be it shared.
    pub(super) fn is_associated(&self, subject: &Subject) -> bool {
        self.associations
            .iter()
            .any(|association| association.subject == subject.as_str())
    }

    /// Whether a topic has this subject as its own.
    pub(super) fn is_owned(&self, subject: &Subject) -> bool {
        self.associations.iter().any(|association| {
            association.subject == subject.as_str() && association.lifecycle == Lifecycle::Strong
        })
    }

    /// Makes associations of a topic, all or none, at the time `now` in milliseconds since 1970; with
    /// `dry_run`, only says whether they could be made. With `is_upsert`, there may be some already
    /// that are to be changed.
    pub(in crate::registry) fn associate(
        &mut self,
        resource: &Resource,
        associations: Vec<Wanted>,
        is_upsert: bool,
        dry_run: bool,
        now: u64,
    ) -> Result<Vec<Made>, Refusal> {
        let mut planned: Vec<(Association, Option<Submission>)> = Vec::new();
        if associations.is_empty() {
            return Err(invalid("associations", "cannot be null or empty"));
        }
        for wanted in associations {
            let (association, schema) = self.plan(resource, wanted, is_upsert, dry_run, now)?;
            let kind = &association.association_type;
            if planned
                .iter()
                .any(|(other, _)| other.association_type == *kind)
            {
                let detail = format!(
                    "may only appear once per request, but '{kind}' appears more than once"
                );
                return Err(invalid("associationType", &detail));
            }
            planned.push((association, schema));
        }
        self.check_uniform(&planned)?;
        for (association, schema) in &planned {
            self.check_association(association, schema.as_ref(), is_upsert)?;
        }
        if dry_run {
            return Ok(Vec::new());
        }
        let mut made = Vec::new();
        for (association, schema) in planned {
            let subject = Subject::new(&association.subject);
            let found = schema
                .map(|schema| self.register(&subject, schema, now))
                .transpose()?;
            self.associations
                .retain(|other| !is_same(other, &association));
            self.associations.push(association.clone());
            made.push((association, found));
        }
        self.note_change();
        Ok(made)
    }

    /// Removes the associations of a topic; with `cascade`, the subjects that are its own too.
    pub(in crate::registry) fn dissociate(
        &mut self,
        filter: &AssociationFilter,
        cascade: bool,
        dry_run: bool,
    ) -> Result<(), Refusal> {
        if self.associations(filter).is_empty() {
            let id = filter.id.clone().unwrap_or_default();
            return Err(Refusal::association_not_found(&id));
        }
        self.remove_associations(filter, cascade, dry_run)
    }

    /// Removes the associations that a filter shows, if there are any.
    pub(super) fn remove_associations(
        &mut self,
        filter: &AssociationFilter,
        cascade: bool,
        dry_run: bool,
    ) -> Result<(), Refusal> {
        let found = self.associations(filter);
        for association in &found {
            self.check_writable(&Subject::new(&association.subject))?;
            if association.lifecycle == Lifecycle::Strong && !cascade {
                return Err(frozen(association));
            }
        }
        if dry_run {
            return Ok(());
        }
        self.associations
            .retain(|association| !filter.shows(association));
        self.note_change();
        for association in found {
            let subject = Subject::new(&association.subject);
            if association.lifecycle == Lifecycle::Strong && self.latest(&subject).is_some() {
                self.delete_subject(&subject, false)?;
                self.delete_subject(&subject, true)?;
            }
        }
        Ok(())
    }

    /// Makes of what is wanted what would be stored of it, by the rules for a single one.
    fn plan(
        &self,
        resource: &Resource,
        wanted: Wanted,
        is_upsert: bool,
        dry_run: bool,
        now: u64,
    ) -> Result<(Association, Option<Submission>), Refusal> {
        let resource = CheckedResource::of(resource, dry_run)?;
        let kind = wanted
            .association_type
            .clone()
            .filter(|kind| !kind.is_empty());
        let kind = kind.unwrap_or_else(|| "value".to_owned());
        if !TYPES.contains(&kind.as_str()) {
            let detail = "must be either 'key' or 'value'";
            return Err(invalid("associationType", detail));
        }
        let known = self
            .associations
            .iter()
            .find(|other| other.resource_id == resource.id && other.association_type == kind);
        let lifecycle = lifecycle(&wanted, known)?;
        let own = Subject::new(&format!(":{}:{}-{kind}", resource.namespace, resource.name));
        let subject = self.subject_of(wanted.subject, known, &own, lifecycle)?;
        check_new(known, lifecycle, wanted.schema.is_some(), is_upsert)?;
        let guid = SchemaGuid::of(&format!("{}\n{kind}\n{subject}", resource.id), &[], None);
        let association = Association {
            subject: subject.to_string(),
            guid: guid.to_string(),
            resource_name: resource.name,
            resource_namespace: resource.namespace,
            resource_id: resource.id,
            resource_type: TOPIC.to_owned(),
            association_type: kind,
            lifecycle,
            create_ts: known.map_or(now, |known| known.create_ts),
            update_ts: now,
        };
        check_change(known, &association, is_upsert)?;
        Ok((association, wanted.schema))
    }

    /// The subject of an association: `own` if it is the topic's own, and never else.
    fn subject_of(
        &self,
        wanted: Option<String>,
        known: Option<&Association>,
        own: &Subject,
        lifecycle: Lifecycle,
    ) -> Result<Subject, Refusal> {
        let subject = match (wanted, known, lifecycle) {
            (Some(subject), _, _) => self.aliased(Subject::new(&subject)),
            (None, Some(known), _) => Subject::new(&known.subject),
            (None, None, Lifecycle::Strong) => own.clone(),
            (None, None, Lifecycle::Weak) => {
                return Err(invalid("subject", "must be provided for WEAK associations"));
            }
        };
        subject.check()?;
        self.check_writable(&subject)?;
        match lifecycle {
            Lifecycle::Strong if subject != *own => {
                let detail = format!("frozen associations must use subject '{own}'");
                Err(invalid("subject", &detail))
            }
            Lifecycle::Weak if subject == *own => {
                let detail = format!("WEAK associations cannot use subject '{own}'");
                Err(invalid("subject", &detail))
            }
            Lifecycle::Strong | Lifecycle::Weak => Ok(subject),
        }
    }
}

struct CheckedResource {
    name: String,
    namespace: String,
    id: String,
}

impl CheckedResource {
    fn of(resource: &Resource, dry_run: bool) -> Result<Self, Refusal> {
        let text = |property: &str, value: &Option<String>| match value {
            Some(value) if !value.is_empty() => Ok(value.clone()),
            _ => Err(invalid(property, "cannot be null or empty")),
        };
        let resource_type = resource.resource_type.as_deref().unwrap_or_default();
        if !matches!(resource_type, "" | TOPIC) {
            return Err(invalid("resourceType", "must be 'topic'"));
        }
        let id = match text("resourceId", &resource.resource_id) {
            Err(_) if dry_run => String::new(),
            id => id?,
        };
        Ok(Self {
            name: text("resourceName", &resource.resource_name)?,
            namespace: text("resourceNamespace", &resource.resource_namespace)?,
            id,
        })
    }
}
