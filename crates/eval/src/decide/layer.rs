//! The layers that have a say.

/// A kind of policy in its part of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Scp,
    Rcp,
    Endpoint,
    Resource,
    Identity,
    Boundary,
    Session,
}

/// A set of layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Layers {
    bits: u8,
}

impl Layer {
    /// In the order in which they are asked.
    pub const ALL: [Self; 7] =
        [Self::Scp, Self::Rcp, Self::Endpoint, Self::Resource, Self::Identity, Self::Boundary, Self::Session];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Endpoint => "endpoint",
            Self::Resource => "resource",
            Self::Identity => "identity",
            Self::Boundary => "boundary",
            Self::Session => "session",
        }
    }
}

impl Layers {
    pub(crate) fn add(&mut self, layer: Layer) {
        self.bits |= 1 << layer as u8;
    }

    pub fn contains(self, layer: Layer) -> bool {
        self.bits & (1 << layer as u8) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Layer> {
        Layer::ALL.into_iter().filter(move |layer| self.contains(*layer))
    }
}

impl FromIterator<Layer> for Layers {
    fn from_iter<I: IntoIterator<Item = Layer>>(layers: I) -> Self {
        let mut set = Self::default();
        layers.into_iter().for_each(|layer| set.add(layer));
        set
    }
}
