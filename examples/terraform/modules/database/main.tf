variable "password" {
  type      = string
  sensitive = true
}

resource "aws_security_group" "database" {
  name = "database"
}

resource "aws_vpc_security_group_ingress_rule" "postgres" {
  security_group_id = aws_security_group.database.id
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_db_instance" "main" {
  identifier          = "shop"
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  allocated_storage   = 20
  storage_encrypted   = true
  username            = "shop"
  password            = var.password
  publicly_accessible = true
}

module "access" {
  source            = "../access"
  security_group_id = aws_security_group.database.id
}
