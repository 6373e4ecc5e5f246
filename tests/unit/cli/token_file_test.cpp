// Tokens in files, as `token create` leaves them and as people edit them.
#include "cli/token_file.h"

#include <gtest/gtest.h>

#include "crypto/files.h"
#include "tests/sample/temp_folder.h"

namespace evisa::cli {
namespace {

TEST(TokenFile, IsReadWithoutTheEndOfItsLine) {
  const sample::TempFolder folder;
  const auto file = folder / "NQZ.token";
  for (const char* content : {"evisa_peer_abc", "evisa_peer_abc\n", "evisa_peer_abc\r\n",
                              "evisa_peer_abc \nmade on Monday\n"}) {
    ASSERT_TRUE(crypto::write_file(file, crypto::as_bytes(content), 0600));
    EXPECT_EQ(read_token_file(file).value(), "evisa_peer_abc") << content;
  }
}

TEST(TokenFile, IsPrivateAndHoldsOne) {
  const sample::TempFolder folder;
  const auto file = folder / "NQZ.token";
  EXPECT_FALSE(read_token_file(file));
  ASSERT_TRUE(crypto::write_file(file, crypto::as_bytes("\n"), 0600));
  EXPECT_FALSE(read_token_file(file));
  ASSERT_TRUE(crypto::write_file(file, crypto::as_bytes("evisa_peer_abc\n"), 0644));
  EXPECT_FALSE(read_token_file(file)) << "others may read it";
}

}  // namespace
}  // namespace evisa::cli
