//! Which associations there can be.

use super::super::errors::Refusal;
use super::association::{Association, Lifecycle, Wanted};
use super::mode::Mode;
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

impl State {
    /// Refuses a topic that would have subjects of its own and shared ones.
    pub(super) fn check_uniform(
        &self,
        planned: &[(Association, Option<Submission>)],
    ) -> Result<(), Refusal> {
        let Some((first, _)) = planned.first() else {
            return Ok(());
        };
        let of_others = self.associations.iter().filter(|other| {
            other.resource_id == first.resource_id
                && planned.iter().all(|(planned, _)| !is_same(planned, other))
        });
        let of_planned = planned.iter().map(|(planned, _)| planned);
        let all: Vec<&Association> = of_others.chain(of_planned).collect();
        if all.iter().any(|other| other.lifecycle != first.lifecycle) {
            let found = all.iter().map(|other| {
                let kind = &other.association_type;
                format!("{kind}={}", other.lifecycle.as_str())
            });
            let found = found.collect::<Vec<_>>().join(", ");
            let detail = format!(
                "all associations for a resource must have the same lifecycle, but got {found}"
            );
            return Err(invalid("lifecycle", &detail));
        }
        Ok(())
    }

    /// Refuses an association that its subject cannot have.
    pub(super) fn check_association(
        &self,
        association: &Association,
        schema: Option<&Submission>,
        is_upsert: bool,
    ) -> Result<(), Refusal> {
        let subject = Subject::new(&association.subject);
        if schema.is_none() && self.latest(&subject).is_none() {
            return Err(Refusal::no_active_version(&subject));
        }
        if let Some(schema) = schema {
            self.check_own_schema(association, &subject, schema, is_upsert)?;
        }
        let mut others = self
            .associations
            .iter()
            .filter(|other| other.subject == association.subject && !is_same(other, association));
        match association.lifecycle {
            Lifecycle::Strong if others.next().is_some() => {
                return Err(Refusal::association_exists(&subject));
            }
            Lifecycle::Strong if self.is_referenced(&subject) => {
                return Err(Refusal::subject_referenced(&subject));
            }
            Lifecycle::Weak if others.any(|other| other.lifecycle == Lifecycle::Strong) => {
                return Err(Refusal::strong_association_exists(&subject));
            }
            Lifecycle::Strong | Lifecycle::Weak => {}
        }
        if let Some(schema) = schema {
            let content = self.build(&subject, schema.clone())?;
            self.check_compatible(&subject, &content)?;
        }
        Ok(())
    }

    /// Refuses a schema for a topic's own subject if that has other ones already, or is imported.
    fn check_own_schema(
        &self,
        association: &Association,
        subject: &Subject,
        schema: &Submission,
        is_upsert: bool,
    ) -> Result<(), Refusal> {
        if self.mode_in_scope(subject) == Mode::Import {
            let detail = format!("cannot be provided while subject '{subject}' is in IMPORT mode");
            return Err(invalid("schema", &detail));
        }
        let Some((version, _)) = self.latest(subject) else {
            return Ok(());
        };
        let has_schema = self.look_up(subject, schema, false).is_ok();
        let is_known = self
            .associations
            .iter()
            .any(|other| is_same(other, association));
        match (is_known, is_upsert) {
            (false, false) if version != 1 || !has_schema => Err(invalid(
                "frozen",
                "cannot create a frozen association when schemas already exist in the subject",
            )),
            (true, false) if !has_schema => Err(Refusal::association_of_resource_exists(
                &association.association_type,
                &association.resource_name,
            )),
            _ => Ok(()),
        }
    }
}

/// The lifecycle of an association: what is asked for, or what goes with the rest of it.
pub(super) fn lifecycle(
    wanted: &Wanted,
    known: Option<&Association>,
) -> Result<Lifecycle, Refusal> {
    let lifecycle = match (wanted.lifecycle, &wanted.schema, known) {
        (Some(Lifecycle::Weak), Some(_), _) => {
            let detail = "cannot be WEAK when schema is provided";
            return Err(invalid("lifecycle", detail));
        }
        (Some(lifecycle), _, _) => lifecycle,
        (None, None, Some(known)) => known.lifecycle,
        (None, Some(_), _) => Lifecycle::Strong,
        (None, None, None) => Lifecycle::Weak,
    };
    let is_frozen = lifecycle == Lifecycle::Strong;
    if wanted.frozen.is_some_and(|frozen| frozen != is_frozen) {
        let detail = format!(
            "association with lifecycle of {} cannot be frozen={}",
            lifecycle.as_str(),
            !is_frozen
        );
        return Err(invalid("frozen", &detail));
    }
    Ok(lifecycle)
}

/// Refuses a new association of a topic's own subject, unless it comes with the topic and a schema.
pub(super) fn check_new(
    known: Option<&Association>,
    lifecycle: Lifecycle,
    has_schema: bool,
    is_upsert: bool,
) -> Result<(), Refusal> {
    match (known, lifecycle, has_schema, is_upsert) {
        (None, _, true, true) => Err(invalid(
            "schema",
            "cannot be provided when adding an association to an existing topic; an association \
             with a schema must be created with the topic",
        )),
        (None, Lifecycle::Strong, _, true) => Err(invalid(
            "lifecycle",
            "cannot be STRONG when creating an association; STRONG associations must be created \
             with the topic",
        )),
        (None, Lifecycle::Strong, false, false) => Err(invalid(
            "schema",
            "schema must be provided when creating a frozen association",
        )),
        _ => Ok(()),
    }
}

/// Refuses to make what is there in another form, and to change what cannot be changed.
pub(super) fn check_change(
    known: Option<&Association>,
    association: &Association,
    is_upsert: bool,
) -> Result<(), Refusal> {
    let Some(known) = known else {
        return Ok(());
    };
    if (known.lifecycle, &known.subject) == (association.lifecycle, &association.subject) {
        return Ok(());
    }
    if !is_upsert {
        return Err(Refusal::association_of_resource_exists(
            &known.association_type,
            &known.resource_name,
        ));
    }
    if known.subject != association.subject {
        let detail = format!(
            "subject of association cannot be changed from '{}' to '{}'",
            known.subject, association.subject
        );
        return Err(invalid("subject", &detail));
    }
    Err(frozen(known))
}

/// Whether both are the association of one topic's keys, or values.
pub(super) fn is_same(one: &Association, other: &Association) -> bool {
    (&one.resource_id, &one.association_type) == (&other.resource_id, &other.association_type)
}

pub(super) fn invalid(property: &str, detail: &str) -> Refusal {
    Refusal::invalid_association(property, detail)
}

pub(super) fn frozen(association: &Association) -> Refusal {
    Refusal::association_frozen(&association.association_type, &association.subject)
}
