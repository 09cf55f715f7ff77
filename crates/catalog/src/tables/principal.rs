//! Service principals: the names under which AWS's services act.

use crate::Catalog;

impl Catalog {
    /// All known service principals, such as `lambda.amazonaws.com`.
    pub fn service_principals(&self) -> impl Iterator<Item = &str> {
        self.table_rows("service_principals").map(|row| row.cell(0))
    }

    /// Whether a service principal is known, as it stands or in a form for one region or partition.
    pub fn is_service_principal(&self, name: &str) -> bool {
        self.table("service_principals").is_some_and(|table| table.row(name).is_some())
            || self
                .table_rows("service_principal_forms")
                .any(|row| self.has_form(name, row.cell(0), row.cell(2)))
    }

    /// Under which names a service acts in a partition alone, beside that which it has in all of them: in `aws-cn`,
    /// `ec2.amazonaws.com` is `ec2.amazonaws.com.cn`, too. `${Region}` stands for a region.
    pub fn service_principals_in<'c>(
        &'c self,
        partition: &'c str,
        service_principal: &'c str,
    ) -> impl Iterator<Item = &'c str> {
        let service = service_principal.strip_suffix(".amazonaws.com");
        self.table_rows("service_principal_forms")
            .filter(move |row| Some(row.cell(0)) == service && row.cell(1) == partition)
            .map(|row| row.cell(2))
    }

    /// Whether `name` is of a form such as `${Service}.${Region}.amazonaws.com`, with a region and service that are known.
    fn has_form(&self, name: &str, service: &str, form: &str) -> bool {
        let named = name.split_once('.').map_or("", |parts| parts.0);
        if service != "*" && service != named {
            return false;
        }
        let region = name.split('.').nth(1).and_then(|region| self.region(region));
        let Some(suffix) = region.map(|region| self.partition(region.partition())) else {
            return form == name;
        };
        let suffix = suffix.map_or("", crate::tables::Partition::dns_suffix);
        let region = name.split('.').nth(1).unwrap_or("");
        let spelled =
            form.replace("${Service}", named).replace("${Region}", region).replace("${DnsSuffix}", suffix);
        let plain = format!("{named}.amazonaws.com");
        spelled == name && (service != "*" || self.service_principals().any(|known| known == plain))
    }
}
