variable "security_group_id" {
  type = string
}

resource "aws_security_group_rule" "admin" {
  type              = "ingress"
  security_group_id = var.security_group_id
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.1.0.0/16"]
}
