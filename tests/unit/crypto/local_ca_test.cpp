// The local CA: what it issues holds in OpenSSL's own eyes, and for nothing else.
#include "crypto/local_ca.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "crypto/certificate.h"
#include "crypto/files.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"
#include "visa/date.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;
using sample::must;

const Period kPeriod{*visa::parse_instant("2026-11-01T00:00:00Z"),
                     *visa::parse_instant("2027-11-01T00:00:00Z")};
constexpr const char* kWithin = "1800000000";  // 2027-01-15

std::string openssl(const std::string& arguments) {
  std::string out;
  FILE* pipe = ::popen(("openssl " + arguments + " 2>&1").c_str(), "r");
  std::array<char, 4096> piece{};
  while (std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
    out.append(piece.data(), got);
  }
  ::pclose(pipe);
  return out;
}

class LocalCaFiles : public testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string verify(const std::string& name, const std::string& options) const {
    return openssl("verify -attime " + std::string(kWithin) + " -CAfile " + path("ca.pem") + " " +
                   options + " " + path(name));
  }
  void SetUp() override {
    must(ca_.save(folder_.path()));
    must(save_identity(folder_.path(), "server",
                       must(ca_.issue_server({"ala.example", "10.0.0.7", "::1"}, kPeriod))));
    must(save_identity(folder_.path(), "client", must(ca_.issue_client("airport-NQZ", kPeriod))));
  }
  sample::TempFolder folder_;
  LocalCa ca_ = must(LocalCa::create("Airport CA", kPeriod));
};

TEST_F(LocalCaFiles, ServerCertificateHoldsForItsNamesOnly) {
  EXPECT_TRUE(
      verify("server.pem", "-purpose sslserver -verify_hostname ala.example").ends_with("OK\n"));
  EXPECT_TRUE(verify("server.pem", "-purpose sslserver -verify_ip 10.0.0.7").ends_with("OK\n"));
  EXPECT_TRUE(verify("server.pem", "-purpose sslserver -verify_ip ::1").ends_with("OK\n"));
  EXPECT_FALSE(verify("server.pem", "-verify_hostname nqz.example").ends_with("OK\n"));
  EXPECT_FALSE(verify("server.pem", "-purpose sslclient").ends_with("OK\n"));
}

TEST_F(LocalCaFiles, ClientCertificateIsNoServers) {
  EXPECT_TRUE(verify("client.pem", "-purpose sslclient").ends_with("OK\n"));
  EXPECT_FALSE(verify("client.pem", "-purpose sslserver").ends_with("OK\n"));
}

TEST_F(LocalCaFiles, MemberIsServerAndClient) {
  must(save_identity(folder_.path(), "member", must(ca_.issue_member({"10.0.0.8"}, kPeriod))));
  EXPECT_TRUE(verify("member.pem", "-purpose sslserver -verify_ip 10.0.0.8").ends_with("OK\n"));
  EXPECT_TRUE(verify("member.pem", "-purpose sslclient").ends_with("OK\n"));
}

TEST_F(LocalCaFiles, NothingItIssuesMaySignSeals) {
  const auto pem = must(read_file(folder_ / "server.pem", 1U << 16));
  EXPECT_FALSE(must(Certificate::parse(pem)).may_sign_seals());
}

TEST_F(LocalCaFiles, KeysAreForTheirOwnerOnlyAndFit) {
  for (const char* name : {"ca.key", "server.key", "client.key"}) {
    EXPECT_TRUE(read_private_file(folder_ / name, 1U << 16)) << name;
  }
  EXPECT_EQ(openssl("pkey -pubout -in " + path("server.key")),
            openssl("x509 -noout -pubkey -in " + path("server.pem")));
}

TEST_F(LocalCaFiles, OpensAgainAndIssuesUnderTheSameRoot) {
  const auto again = must(LocalCa::open(folder_.path()));
  must(save_identity(folder_.path(), "later", must(again.issue_client("airport-ALA", kPeriod))));
  EXPECT_TRUE(verify("later.pem", "-purpose sslclient").ends_with("OK\n"));
}

TEST_F(LocalCaFiles, NeverOverwrites) {
  EXPECT_EQ(ca_.save(folder_.path()).error().code, Errc::conflict);
}

TEST_F(LocalCaFiles, OpenRefusesForeignOrOpenKeys) {
  std::filesystem::copy_file(folder_ / "server.key", folder_ / "ca.key",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(LocalCa::open(folder_.path()).error().code, Errc::untrusted);
  std::filesystem::permissions(folder_ / "ca.key", std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(LocalCa::open(folder_.path()).error().code, Errc::io);
}

TEST(LocalCa, RefusesWrongNamesAndPeriods) {
  const auto ca = must(LocalCa::create("CA", kPeriod));
  EXPECT_EQ(ca.issue_server({}, kPeriod).error().code, Errc::malformed);
  EXPECT_EQ(ca.issue_server({"a,DNS:b"}, kPeriod).error().code, Errc::malformed);
  EXPECT_EQ(ca.issue_server({"a b"}, kPeriod).error().code, Errc::malformed);
  EXPECT_EQ(ca.issue_client("", kPeriod).error().code, Errc::malformed);
  const Period longer{kPeriod.not_before, kPeriod.not_after + std::chrono::days(1)};
  EXPECT_EQ(ca.issue_client("a", longer).error().code, Errc::out_of_range);
}

}  // namespace
