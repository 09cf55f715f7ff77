//! Points that AWS's documentation leaves open or contradicts itself on.

/// A disputed point of the evaluation, each with the reading taken unless another is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Switch {
    /// On: a session policy limits a grant to the session's own ARN. Off (the user guide's table): it does not.
    SessionPolicyLimitsSessionArn,
    /// On: a negated operator fails where its value holds a variable without value. Off (the user guide): it holds.
    NegatedFailsOnUnresolvedVariable,
    /// On: a statement whose `NotResource` holds a variable without value does not apply. Off: that entry excludes nothing.
    NotResourceFailsOnUnresolvedVariable,
    /// On: `ForAnyValue:…IfExists` fails when the key is absent. Off (the literal reading of `IfExists`): it holds.
    ForAnyValueIfExistsNeedsKey,
    /// On: an operator without set prefix looks for any of a key's several values. Off: it fails, negated or not.
    SingleOperatorTakesAnyValue,
    /// On: a negated operator holds where a value cannot be read as a number, date or address. Off: it fails.
    NegatedHoldsOnUnreadable,
    /// On: `NotPrincipal` spares a caller only if user or session *and* account are listed. Off: either suffices.
    NotPrincipalNeedsAccount,
    /// On: an Allow for `*` also covers AWS services. Off (the user guide, read strictly): only who names them.
    EveryoneIncludesServices,
    /// On: an IPv4-mapped IPv6 address is the IPv4 address. Off: it is one of IPv6.
    MappedAddressIsIpv4,
    /// On: policy variables count in values of `Bool`. Off: they are text.
    BoolTakesVariables,
    /// On: a key with an empty list of values is there, for `Null`. Off: it is absent.
    EmptyListIsPresent,
}

/// Which switches are on. By default none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Switches {
    bits: u16,
}

impl Switch {
    pub const ALL: [Self; 11] = [
        Self::SessionPolicyLimitsSessionArn,
        Self::NegatedFailsOnUnresolvedVariable,
        Self::NotResourceFailsOnUnresolvedVariable,
        Self::ForAnyValueIfExistsNeedsKey,
        Self::SingleOperatorTakesAnyValue,
        Self::NegatedHoldsOnUnreadable,
        Self::NotPrincipalNeedsAccount,
        Self::EveryoneIncludesServices,
        Self::MappedAddressIsIpv4,
        Self::BoolTakesVariables,
        Self::EmptyListIsPresent,
    ];

    /// As people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SessionPolicyLimitsSessionArn => "session-policy-limits-session-arn",
            Self::NegatedFailsOnUnresolvedVariable => "negated-fails-on-unresolved-variable",
            Self::NotResourceFailsOnUnresolvedVariable => "not-resource-fails-on-unresolved-variable",
            Self::ForAnyValueIfExistsNeedsKey => "for-any-value-if-exists-needs-key",
            Self::SingleOperatorTakesAnyValue => "single-operator-takes-any-value",
            Self::NegatedHoldsOnUnreadable => "negated-holds-on-unreadable",
            Self::NotPrincipalNeedsAccount => "not-principal-needs-account",
            Self::EveryoneIncludesServices => "everyone-includes-services",
            Self::MappedAddressIsIpv4 => "mapped-address-is-ipv4",
            Self::BoolTakesVariables => "bool-takes-variables",
            Self::EmptyListIsPresent => "empty-list-is-present",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Switches {
    pub const fn is_on(self, switch: Switch) -> bool {
        self.bits & switch.bit() != 0
    }

    /// The same with one switch the other way.
    #[must_use]
    pub const fn flipped(self, switch: Switch) -> Self {
        Self { bits: self.bits ^ switch.bit() }
    }

    #[must_use]
    pub const fn with(self, switch: Switch) -> Self {
        Self { bits: self.bits | switch.bit() }
    }
}
