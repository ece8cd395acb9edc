//! Several changes of a topic's associations, one after the other.

use super::super::errors::Refusal;
use super::association::{AssociationChange, AssociationFilter, Made, Resource, Wanted};
use super::read::Found;
use super::store::State;

impl State {
    /// Changes the associations of a topic, and returns those that it has then, with the schemas that
    /// were registered for them; nothing with `dry_run`. Neighbours of one kind are made together, all
    /// or none; what was changed before one of them is refused stays so.
    pub(in crate::registry) fn change_associations(
        &mut self,
        resource: &Resource,
        changes: Vec<AssociationChange>,
        dry_run: bool,
        now: u64,
    ) -> Result<Vec<Made>, Refusal> {
        let mut schemas: Vec<Made> = Vec::new();
        let mut changes = changes.into_iter().peekable();
        if changes.peek().is_none() {
            let detail = "cannot be null or empty";
            return Err(Refusal::invalid_association("associations", detail));
        }
        while let Some(change) = changes.next() {
            let (first, is_upsert) = match change {
                AssociationChange::Delete {
                    association_type,
                    cascade,
                } => {
                    let filter = AssociationFilter {
                        id: Some(resource.resource_id.clone().unwrap_or_default()),
                        types: vec![association_type.unwrap_or_else(|| "value".to_owned())],
                        ..AssociationFilter::default()
                    };
                    self.remove_associations(&filter, cascade, dry_run)?;
                    continue;
                }
                AssociationChange::Create(wanted) => (wanted, false),
                AssociationChange::Upsert(wanted) => (wanted, true),
            };
            let mut wanted = vec![first];
            while let Some(next) = changes.next_if(|next| next.continues(is_upsert)) {
                wanted.extend(next.into_wanted());
            }
            schemas.extend(self.associate(resource, wanted, is_upsert, dry_run, now)?);
        }
        if dry_run {
            return Ok(Vec::new());
        }
        let filter = AssociationFilter {
            id: resource.resource_id.clone(),
            ..AssociationFilter::default()
        };
        let made = self.associations(&filter).into_iter().map(|association| {
            let schema: Option<Found> = schemas
                .iter()
                .find(|(made, _)| made.association_type == association.association_type)
                .and_then(|(_, schema)| schema.clone());
            (association, schema)
        });
        Ok(made.collect())
    }
}

impl AssociationChange {
    fn continues(&self, is_upsert: bool) -> bool {
        match self {
            Self::Create(_) => !is_upsert,
            Self::Upsert(_) => is_upsert,
            Self::Delete { .. } => false,
        }
    }

    fn into_wanted(self) -> Option<Wanted> {
        match self {
            Self::Create(wanted) | Self::Upsert(wanted) => Some(wanted),
            Self::Delete { .. } => None,
        }
    }
}
