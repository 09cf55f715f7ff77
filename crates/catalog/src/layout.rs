//! How a packed catalogue lies in bytes: which columns there are, and what each number in them means.
//!
//! ```text
//! magic · version · length of columns · length of strings │ directory: width, offset, rows of each column │ columns │ strings
//! ```
//!
//! All numbers are little-endian. A column is a list of numbers, each as many bytes wide as its largest needs; it is read
//! where it lies, so alignment does not matter. A text is the offset of a length (two characters, base 128) and the
//! characters after it.

pub(crate) const MAGIC: [u8; 8] = *b"AWSfacts";
pub(crate) const VERSION: u32 = 3;
/// Magic, version, length of the columns with everything before them, length of the strings.
pub(crate) const HEADER: usize = 20;
/// Width, offset and rows of one column.
pub(crate) const DIRECTORY_ENTRY: usize = 12;

/// More letters than a text can have.
pub(crate) const LONGEST: u32 = 128 * 128;

/// What one row of a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Service,
    Action,
    Resource,
    Template,
    /// A condition key, once for the whole catalogue, sorted without regard to case.
    Key,
    /// A condition key as one service lists it.
    KeyRow,
    /// A condition key with a `${placeholder}`.
    KeyTemplate,
    KeySet,
    KeySetItem,
    OnSet,
    OnSetItem,
    NeedSet,
    NeedSetItem,
    ArnService,
    ArnItem,
    KeyAction,
    ResourceAction,
    Client,
    Operation,
    ActionSet,
    ActionSetItem,
    Table,
    Cell,
}

/// What the numbers of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Offsets into the strings.
    Text,
    /// Small numbers that are bounded by this one, exclusively.
    Code(u32),
    /// Rows of another kind.
    Row(Kind),
    /// 0 for none, else one more than a row of another kind.
    Maybe(Kind),
    /// One number more than there are rows: the rows of another kind that belong to row i are from number i to number i + 1.
    Starts(Kind),
}

macro_rules! columns {
    ($($name:ident: $kind:ident, $holds:expr;)*) => {
        /// The columns in the order of the file; the first of a kind says how many rows that kind has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Column { $($name,)* }

        pub(crate) const COLUMNS: &[(Column, Kind, Holds)] = &[$((Column::$name, Kind::$kind, $holds),)*];
    };
}

columns! {
    ServicePrefix: Service, Holds::Text;
    ServiceTitle: Service, Holds::Text;
    ServiceCategory: Service, Holds::Text;
    ServiceActions: Service, Holds::Starts(Kind::Action);
    ServiceResources: Service, Holds::Starts(Kind::Resource);
    ServiceKeys: Service, Holds::Starts(Kind::KeyRow);
    ActionName: Action, Holds::Text;
    ActionLevel: Action, Holds::Code(5);
    ActionFlags: Action, Holds::Code(4);
    ActionOn: Action, Holds::Row(Kind::OnSet);
    ActionKeys: Action, Holds::Row(Kind::KeySet);
    ActionNeeds: Action, Holds::Row(Kind::NeedSet);
    ResourceName: Resource, Holds::Text;
    ResourceTemplates: Resource, Holds::Starts(Kind::Template);
    ResourceKeys: Resource, Holds::Row(Kind::KeySet);
    TemplateText: Template, Holds::Text;
    TemplateResource: Template, Holds::Row(Kind::Resource);
    KeyName: Key, Holds::Text;
    KeyKind: Key, Holds::Code(32);
    KeyRowKey: KeyRow, Holds::Row(Kind::Key);
    KeyRowKind: KeyRow, Holds::Code(32);
    KeyTemplateKey: KeyTemplate, Holds::Row(Kind::Key);
    KeySetItems: KeySet, Holds::Starts(Kind::KeySetItem);
    KeySetKey: KeySetItem, Holds::Row(Kind::Key);
    OnSetItems: OnSet, Holds::Starts(Kind::OnSetItem);
    OnResource: OnSetItem, Holds::Row(Kind::Resource);
    OnRequired: OnSetItem, Holds::Code(2);
    OnKeys: OnSetItem, Holds::Row(Kind::KeySet);
    NeedSetItems: NeedSet, Holds::Starts(Kind::NeedSetItem);
    NeedAction: NeedSetItem, Holds::Row(Kind::Action);
    NeedHow: NeedSetItem, Holds::Text;
    ArnServiceName: ArnService, Holds::Text;
    ArnServiceItems: ArnService, Holds::Starts(Kind::ArnItem);
    ArnTemplate: ArnItem, Holds::Row(Kind::Template);
    ArnRegion: ArnItem, Holds::Code(LONGEST);
    ArnLast: ArnItem, Holds::Code(LONGEST);
    KeyActions: Key, Holds::Starts(Kind::KeyAction);
    KeyActionAction: KeyAction, Holds::Row(Kind::Action);
    ResourceActions: Resource, Holds::Starts(Kind::ResourceAction);
    ResourceActionAction: ResourceAction, Holds::Row(Kind::Action);
    ClientName: Client, Holds::Text;
    ClientService: Client, Holds::Maybe(Kind::Service);
    ClientEndpoint: Client, Holds::Text;
    ClientOperations: Client, Holds::Starts(Kind::Operation);
    OperationName: Operation, Holds::Text;
    OperationActions: Operation, Holds::Row(Kind::ActionSet);
    OperationHow: Operation, Holds::Text;
    ActionSetItems: ActionSet, Holds::Starts(Kind::ActionSetItem);
    ActionSetAction: ActionSetItem, Holds::Row(Kind::Action);
    TableName: Table, Holds::Text;
    TableWidth: Table, Holds::Code(256);
    TableCells: Table, Holds::Starts(Kind::Cell);
    CellText: Cell, Holds::Text;
}

impl Column {
    pub(crate) const COUNT: usize = COLUMNS.len();

    pub(crate) fn kind(self) -> Kind {
        COLUMNS.get(self as usize).map_or(Kind::Cell, |row| row.1)
    }
}

impl Kind {
    /// The column that says how many rows of this kind there are.
    pub(crate) fn first_column(self) -> Column {
        COLUMNS.iter().find(|row| row.1 == self).map_or(Column::CellText, |row| row.0)
    }
}

impl Holds {
    /// How many numbers a column of `rows` rows has.
    pub(crate) fn numbers(self, rows: usize) -> usize {
        rows + usize::from(matches!(self, Self::Starts(_)))
    }
}
