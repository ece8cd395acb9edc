//! Rules of data contracts that would have to run, and that nothing here runs.

use super::error::{Error, ErrorKind};
use super::models::{Rule, RuleMode, RuleSet};

/// Answers an error if the rule set has a rule that a client has to run on one of these occasions.
///
/// Without them a reader would be handed ciphertext as text, and a writer would put on the topic
/// what its contract forbids.
pub(crate) fn require_no_rules(
    rule_set: Option<&RuleSet>,
    occasions: &[RuleMode],
) -> Result<(), Error> {
    let Some(rule_set) = rule_set else {
        return Ok(());
    };
    let mut rules: Vec<String> = occasions
        .iter()
        .flat_map(|occasion| rule_set.required_on(occasion))
        .map(describe)
        .collect();
    // A rule between versions may run both up and down.
    rules.dedup();
    if rules.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::UnsupportedRules)
        .with_problem(format!(
            "its data contract has rules that have to run here, and none are run: {}",
            rules.join(", ")
        ))
        .with_advice(
            "use a client that runs them, or say ignore_rules() where it does no harm that values \
             are not encrypted, decrypted, changed or checked",
        ))
}

/// A rule's name and what would run it: `hide_ssn (ENCRYPT)`.
fn describe(rule: &Rule) -> String {
    match &rule.rule_type {
        Some(rule_type) => format!("{} ({rule_type})", rule.name),
        None => rule.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &str, occasions: &[RuleMode]) -> Result<(), String> {
        let rules: RuleSet = serde_json::from_str(rules).unwrap();
        require_no_rules(Some(&rules), occasions).map_err(|error| error.to_string())
    }

    #[test]
    fn the_rules_that_have_to_run_are_named() {
        let rules = r#"{"domainRules": [
            {"name": "hide", "type": "ENCRYPT", "mode": "WRITEREAD"},
            {"name": "check", "type": "CEL", "kind": "CONDITION", "mode": "WRITE"}
        ]}"#;
        let error = check(rules, &[RuleMode::Write]).unwrap_err();
        assert!(error.contains("hide (ENCRYPT), check (CEL)"), "{error}");
        assert!(error.contains("ignore_rules()"), "{error}");
        let error = check(rules, &[RuleMode::Read]).unwrap_err();
        assert!(error.contains(": hide (ENCRYPT);"), "{error}");
    }

    #[test]
    fn rules_of_other_occasions_and_of_other_places_do_not_matter() {
        for rules in [
            r"{}",
            r#"{"domainRules": [{"name": "a", "mode": "WRITE"}]}"#,
            r#"{"domainRules": [{"name": "a", "mode": "READ", "disabled": true}]}"#,
            r#"{"domainRules": [{"name": "a", "mode": "READ"}], "enableAt": "GATEWAY"}"#,
            r#"{"domainRules": [{"name": "a", "mode": "READ"}], "enableAt": "NONE"}"#,
            r#"{"migrationRules": [{"name": "a", "mode": "UPDOWN"}]}"#,
        ] {
            assert_eq!(check(rules, &[RuleMode::Read]), Ok(()), "{rules}");
        }
    }

    #[test]
    fn what_is_not_said_of_a_rule_is_no_reason_to_leave_it_out() {
        for rules in [
            r#"{"domainRules": [{"name": "a"}]}"#,
            r#"{"encodingRules": [{"name": "a", "type": "ENCRYPT_PAYLOAD"}]}"#,
            r#"{"domainRules": [{"name": "a", "mode": "LATER"}]}"#,
            r#"{"domainRules": [{"name": "a", "mode": "WRITEREAD"}], "enableAt": "CLIENT"}"#,
        ] {
            assert!(check(rules, &[RuleMode::Read]).is_err(), "{rules}");
            assert!(check(rules, &[RuleMode::Write]).is_err(), "{rules}");
            assert_eq!(check(rules, &[RuleMode::Upgrade]), Ok(()), "{rules}");
        }
        let migration = r#"{"migrationRules": [{"name": "a", "mode": "UPDOWN"}]}"#;
        assert!(check(migration, &[RuleMode::Downgrade]).is_err());
    }
}
