# A shop as a coding agent may leave it, without a plan: what is written out is judged, and what only a plan tells is said.

variable "backup_networks" {
  type = list(string)
}

resource "aws_security_group" "admin" {
  name = "admin"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    from_port   = 873
    to_port     = 873
    protocol    = "tcp"
    cidr_blocks = var.backup_networks
  }
}

resource "azurerm_mssql_server" "orders" {
  name                          = "orders"
  resource_group_name           = "shop"
  location                      = "westeurope"
  version                       = "12.0"
  administrator_login           = "shop"
  administrator_login_password  = "correct-horse-battery"
  public_network_access_enabled = true
}

resource "google_storage_bucket_iam_member" "pictures" {
  bucket = "pictures"
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "aws_ebs_volume" "data" {
  availability_zone = "eu-central-1a"
  size              = 40
}

data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
